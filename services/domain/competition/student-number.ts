/** Numbers of students in the format that a plan asks for (R2). A mask and no pattern: nobody can write one that never ends. */
import { CANDIDATE } from "#domain/ranking/mark-book";

const PLACES: Readonly<Record<string, RegExp>> = { "9": /\d/, A: /[A-Z]/, "*": /[A-Z0-9]/ };

/** Whether `number` fits the mask; an empty mask takes any that can stand in tables and hashes. */
export function fitsMask(mask: string, number: string): boolean {
  if (!CANDIDATE.test(number)) return false;
  if (mask === "") return true;
  return (
    number.length === mask.length &&
    [...mask].every((place, i) => PLACES[place]?.test(number[i] ?? "") ?? place === number[i])
  );
}
