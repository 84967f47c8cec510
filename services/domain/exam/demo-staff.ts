/** The staff of the demo exam: always the same, with one password that everybody may know. */
import { demoCentres } from "#domain/exam/demo-places";
import { FAMILY_NAMES, GIVEN_NAMES } from "#domain/exam/demo-names";
import type { StaffRole } from "#domain/staff/account";

/** Public: the demo is refused in a database that was not made for it. */
export const DEMO_PASSWORD = "amphi-demo";
/** Secret of the demo's authenticators, so that one entry of an application serves all of them. */
export const DEMO_SECOND_FACTOR = "amphi demo authenticator";
const PREFIX = "demo.";
export const DEMO_ORGANISER = `${PREFIX}organiser`;

export interface DemoStaff {
  readonly login: string;
  readonly name: string;
  readonly role: StaffRole;
  /** Codes; empty for the nation. */
  readonly centre: string;
  readonly rooms: readonly string[];
}

/** No imported login looks like one: `amphi import staff` refuses the prefix. */
export const isDemoLogin = (login: string): boolean => login.startsWith(PREFIX);

/**
 * Two organisers, an operator, a lead and a technician for each centre, a proctor for each room; for the portal two of
 * the jury, two of the exam office, a teacher.
 */
export function demoStaff(): DemoStaff[] {
  let n = 0;
  const person = (login: string, role: StaffRole, centre = "", rooms: readonly string[] = []): DemoStaff => {
    const given = GIVEN_NAMES[(n * 7) % GIVEN_NAMES.length] ?? "";
    const family = FAMILY_NAMES[(n * 11) % FAMILY_NAMES.length] ?? "";
    n++;
    return { login: PREFIX + login, name: `${given} ${family}`, role, centre, rooms };
  };
  return [
    person("organiser", "organiser"),
    person("organiser2", "organiser"),
    person("operator", "operator"),
    ...demoCentres().flatMap(({ code, rooms }) => {
      const place = code.toLowerCase();
      return [
        person(`lead.${place}`, "lead_proctor", code),
        person(`technician.${place}`, "technician", code),
        ...rooms.map((room) => person(`proctor.${room.code.toLowerCase()}`, "proctor", code, [room.code])),
      ];
    }),
    person("jury", "jury"),
    person("jury2", "jury"),
    person("office", "office"),
    person("office2", "office"),
    person("teacher", "teacher"),
  ];
}
