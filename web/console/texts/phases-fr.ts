import type { Phase } from "#domain/sitting/scope-state";

export const phasesFr: Record<Phase, string> = {
  planned: "Prévue",
  check_in: "Accueil",
  ready: "Prête",
  running: "En cours",
  paused: "En pause",
  ended: "Terminée",
  collecting: "Collecte",
  closed: "Close",
  cancelled: "Annulée",
};
