/** The reference markets of apb/, as inputs of `amphi allocate`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { InputFile } from "#domain/admission/testing/input-file";

const lines = (file: string): string[] =>
  readFileSync(join(import.meta.dirname, "apb", file), "utf8")
    .trim()
    .split("\n");
const words = (line: string): string[] => line.trim().split(/\s+/);
const student = (id: string): string => `student ${id}`;
const school = (id: string): string => `school ${id}`;

/** `size`: "10", "100" or "1_000". */
export function apbInput(size: string): InputFile {
  const [head = "", ...rest] = lines(`apb_sample_${size}.txt`);
  const [students = 0, schools = 0, wishes = 0] = words(head).map(Number);
  return {
    candidates: rest
      .slice(0, students)
      .map((line, i) => ({ id: student(String(i)), wishes: words(line).slice(-wishes).map(school) })),
    programmes: rest.slice(students, students + schools).map((line, i) => {
      const [, places = "", , , ...ranking] = words(line);
      return { id: school(String(i)), places: Number(places), ranking: ranking.map(student) };
    }),
  };
}

/** Seats by student. `solution`: "solution" (student-optimal) or "solutionB" (immediate acceptance). */
export function apbSeats(solution: "solution" | "solutionB", size: string): Record<string, string | null> {
  const seats = lines(`apb_${solution}_${size}.txt`).flatMap(words);
  return Object.fromEntries(seats.map((id, i) => [student(String(i)), id === "X" ? null : school(id)]));
}
