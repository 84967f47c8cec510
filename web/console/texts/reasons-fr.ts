import { CREDIT_MAX_MS } from "#domain/sitting/act";
import type { ReasonWords } from "#domain/sitting/reason";
import { plural } from "#ui/i18n.ts";
import { actsFr } from "./acts-fr.ts";
import { phasesFr } from "./phases-fr.ts";

const many = (n: number, one: string, other: string) => `${n}\u00a0${plural("fr", n, one, other)}`;
const { kinds } = actsFr.act;

/** Why something was refused. */
export const reasonsFr: ReasonWords = {
  pause_not_started: () => "Rien à mettre en pause\u00a0: l’épreuve n’a pas commencé.",
  pause_over: () => "Rien à mettre en pause\u00a0: c’est terminé.",
  paused_already: () => "C’est déjà en pause.",
  not_paused: () => "Ce n’est pas en pause.",
  resume_over: () => "Rien à reprendre\u00a0: c’est terminé.",
  resume_wider: () => "Seule une partie de ceux qui sont en pause peut reprendre avant les autres.",
  let_out_already: () => "La reprise a déjà été donnée ici.",
  credit_out_of_bounds: () => `Une compensation va d’une seconde à ${CREDIT_MAX_MS / 3_600_000}\u00a0h.`,
  credit_after_end: () => "La fin a été donnée\u00a0: une compensation ne rendrait aucun temps.",
  extra_time_out_of_bounds: () => "Le temps majoré est une fraction de 1/1 à 4/3.",
  started: () => "C’est déjà commencé.",
  started_on_its_own: () => "Un début particulier a déjà été donné ici.",
  not_ready_itself: () => "Ce n’est pas prêt\u00a0: dites pourquoi commencer quand même.",
  nothing_to_end: () => "Rien à terminer.",
  part_cancelled: () => "C’est annulé.",
  backup_given: () => "L’épreuve de secours a déjà été donnée.",
  backup_of_candidate: () => "L’épreuve de secours se donne à une salle, à un centre ou à tous.",
  minutes_of_centre: () => "Le procès-verbal se signe pour un centre.",
  minutes_signed: () => "Le procès-verbal est déjà signé.",
  hold_of_part: () => "On retient un centre ou une salle, pas toute la composition.",
  sitting_closed: () => "La composition est close.",
  instruction_empty: () => "Une consigne a besoin d’un texte.",
  code_of_room: () => "Un code se révèle pour une salle.",
  code_too_early: () => "Un code ouvre le sujet\u00a0: il se révèle une fois l’épreuve commencée dans la salle.",
  code_unknown: () => "Cette salle n’a pas de code pour cette partie.",
  codes_used: () => "Tous les codes de cette partie ont déjà été révélés à cette salle.",
  package_missing: () => "Le sujet scellé n’est pas disponible\u00a0: aucune tablette ne pourrait l’ouvrir.",
  undo_followed: () => "D’autres actes ont suivi\u00a0: on ne peut plus revenir sur celui-ci.",
  place_unknown: () => "Ce lieu ou ce candidat n’existe pas dans cet examen.",
  scope_outside: () => "C’est en dehors de vos salles ou de votre centre.",
  pause_of_others: () => "Une pause plus large est levée par ceux qui peuvent la décider.",
  undo_of_others: () => "On ne revient pas sur un acte que l’on ne peut pas faire soi-même.",
  message_for_candidates: () => "Un message d’une salle ou d’un centre s’adresse à ses candidats.",
  technical_incidents: () => "Les informaticiens notent les incidents de tablette et de réseau.",
  second_person: () => "Une seconde personne doit confirmer.",
  confirmed_already: () => "Une seconde personne l’a déjà confirmé.",
  proposal_gone: () => "La demande a été retirée, ou a attendu trop longtemps.",
  cause_missing: () => "Dites pourquoi.",
  works_at_portal: () => "Ce compte travaille au portail, et non aux consoles du jour de l’examen.",
  works_at_consoles: () => "Ce compte travaille aux consoles du jour de l’examen, et non au portail.",
  authenticator_missing: () => "Ce compte n’a pas encore d’application de codes\u00a0: faites-le réinitialiser.",
  candidate_unknown: () => "Ce candidat n’existe pas.",
  sitting_unknown: () => "Cette composition n’existe pas.",
  slot_unknown: () => "L’examen n’a pas ce créneau de réserve.",
  slot_past: () => "Ce créneau de réserve est passé.",
  rehearsal_only: () => "Les tablettes ne jouent seules que pendant une répétition.",
  not_cancelled: ({ phase }) =>
    `Seule une composition annulée se reporte (phase\u00a0: ${phasesFr[phase].toLowerCase()}).`,
  not_while: ({ kind, phase }) =>
    `«\u00a0${kinds[kind]}\u00a0» n’est pas possible maintenant (phase\u00a0: ${phasesFr[phase].toLowerCase()}).`,
  national_only: ({ kind }) => `«\u00a0${kinds[kind]}\u00a0» concerne toute la composition, pas une partie.`,
  candidate_only: ({ kind }) => `«\u00a0${kinds[kind]}\u00a0» concerne un seul candidat.`,
  not_for_role: ({ kind }) => `«\u00a0${kinds[kind]}\u00a0» n’est pas prévu pour votre rôle.`,
  instruction_unknown: ({ number }) => `Il n’y a pas de consigne n°\u00a0${number} à corriger.`,
  undo_of_another: ({ kind }) => `Ce n’est pas cet acte qui avait été fait, mais «\u00a0${kinds[kind]}\u00a0».`,
  overtaken: ({ kind, author, cause }) =>
    `Quelqu’un a agi entre-temps\u00a0: «\u00a0${kinds[kind]}\u00a0», par ${author}${cause === "" ? "" : `\u00a0: ${cause}`}.`,
  not_ready: ({ names }) =>
    `Pas prêts\u00a0: ${names.join(", ")}. Dites pourquoi commencer quand même, ou retenez-les.`,
  tablets_not_ready: ({ count, names }) =>
    `${many(count, "tablette n’est pas conforme", "tablettes ne sont pas conformes")} (${names.join(", ")}). Dites pourquoi commencer quand même, ou retenez ces salles.`,
  not_rehearsed: ({ best, candidates, withinDays }) =>
    `Aucune répétition générale de ${candidates}\u00a0candidats ou plus n’a été réussie depuis ${withinDays}\u00a0jours` +
    `${best ? ` (la plus proche\u00a0: ${best.candidates}\u00a0candidats, il y a ${many(best.days, "jour", "jours")})` : ""}. Dites pourquoi c’est prêt quand même.`,
  minutes_unsigned: ({ names }) =>
    `Procès-verbaux non signés\u00a0: ${names.join(", ")}. Dites pourquoi clore quand même.`,
  still_composing: ({ count }) => `${many(count, "candidat compose", "candidats composent")} encore.`,
  tablets_owe: ({ count, seats }) =>
    `${many(count, "tablette a", "tablettes ont")} encore des réponses à transmettre (tables ${seats.join(", ")})\u00a0: attendez, ou notez pourquoi s’en passer pour chacune.`,
  room_unknown: () => "Cette salle n’existe pas dans cet examen.",
  listed_already: ({ studentNumber, where }) =>
    `Le n°\u00a0étudiant ${studentNumber} est déjà sur la liste\u00a0: ${where}.`,
  seat_taken: ({ seat, room, by }) => `La table ${seat} de la salle ${room} est prise par ${by}.`,
  slot_taken: () => "Ce créneau est déjà pris par une autre composition.",
  replaced_already: () => "Une autre composition la remplace déjà.",
  paper_unknown: ({ paper }) => `L’examen n’a pas d’épreuve «\u00a0${paper}\u00a0».`,
  paper_given: ({ paper }) => `L’épreuve «\u00a0${paper}\u00a0» a déjà été donnée\u00a0: dites pourquoi la redonner.`,
  papers_share_item: ({ itemId }) =>
    `L’épreuve de secours contient une question de l’épreuve\u00a0: «\u00a0${itemId}\u00a0».`,
  act_malformed: () => "La demande contient un texte trop long ou des caractères qui ne se conservent pas.",
};
