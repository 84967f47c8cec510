import type { enrolmentFr } from "./enrolment-fr.ts";

/** Texts for the technician who prepares a tablet, in English. */
export const enrolmentEn: typeof enrolmentFr = {
  enrol: {
    title: "Prepare this tablet",
    lead: "Copy the label that is stuck on the tablet. It then downloads the sealed papers by itself.",
    label: "Label",
    spare: "Spare tablet, without a seat",
    go: "Enrol the tablet",
    malformed: "A label looks like A1-017: letters, digits, dashes.",
    refusal: {
      enrolment_invalid: "This code of the room is no longer valid. Show a new one on the console and start again.",
      label_taken: "Another tablet of the centre has this label already.",
    },
  },
  ready: {
    ready: "is ready",
    notYet: "is getting ready",
    spare: "spare tablet",
    asking: "Looking for papers to come…",
    unreachable: "The server does not answer. Next try in a minute.",
    nothing: "No paper to download for now",
    paper: (title: string, here: number, of: number) =>
      here === of ? `${title}: downloaded, verified, sealed` : `${title}: downloading (${here} of ${of})`,
    installed: "Opens without a network",
    notInstalled: "Does not open without a network yet",
    persistent: "Storage protected by the browser",
    notPersistent: "Storage not protected by the browser",
    awake: "The screen stays on",
    notAwake: "The screen may go dark",
    clockOff: (minutes: number) => `The clock of this tablet is ${minutes} min wrong; papers go by the server’s time`,
  },
};
