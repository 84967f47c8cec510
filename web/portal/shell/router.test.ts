import { expect, test } from "vitest";
import { findPage, homeOf } from "./router.ts";
import type { Section } from "./section.ts";

const words = (text: string) => ({ fr: text, en: text });
const load = () => Promise.reject(new Error("not loaded here"));
const SECTIONS: readonly Section[] = [
  {
    name: "student",
    title: words("student"),
    who: ["student"],
    pages: [{ path: "", title: words("front"), load }],
  },
  {
    name: "jury",
    title: words("jury"),
    who: ["jury"],
    pages: [
      { path: "", title: words("exams"), load },
      { path: "/exams/:examId/runs/:runId", title: words("run"), load },
    ],
  },
  { name: "open", title: words("open"), who: ["anyone"], pages: [{ path: "/reset/:token", title: words("r"), load }] },
];

test("a path leads to its page with what its names stand for", () => {
  expect(findPage(SECTIONS, "#/jury", "jury")?.page.title.en).toBe("exams");
  expect(findPage(SECTIONS, "#/jury/exams/7/runs/12?item=Q1", "jury")).toMatchObject({
    params: { examId: "7", runId: "12" },
  });
  expect(findPage(SECTIONS, "#/open/reset/a%2Fb", "anyone")?.params).toEqual({ token: "a/b" });
});

test("pages of others and paths that do not exist lead nowhere", () => {
  for (const path of ["", "#/", "#/jury/exams", "#/jury/exams/7/runs/12/more", "#/nothing"])
    expect(findPage(SECTIONS, path, "jury")).toBe(null);
  expect(findPage(SECTIONS, "#/jury", "office")).toBe(null);
  expect(findPage(SECTIONS, "#/student", "jury")).toBe(null);
  expect(findPage(SECTIONS, "#/open/reset/x", "jury")?.section.name).toBe("open");
});

test("a sign-in leads to the person's own section", () => {
  expect(homeOf(SECTIONS, "jury")).toBe("#/jury");
  expect(homeOf(SECTIONS, "student")).toBe("#/student");
  expect(homeOf(SECTIONS, "office")).toBe("#/open");
});
