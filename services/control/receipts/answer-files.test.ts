import { expect, test } from "vitest";
import { ANSWER_FILE_BYTES_MAX, type AnswerFile, type AnswerFileOutcome } from "#contracts/answer-file";
import { aDesk } from "#control/testing/a-desk";
import { SITTING } from "#control/testing/a-staff";
import type { Bringer } from "#evidence/answer-files/import-file";

const AT = `/api/console/sittings/${SITTING}/answer-files`;

/** A desk whose files are of this candidate and sitting; what they say is not what is tested here. */
function aDeskWith(of: { candidateId: number; sittingId?: number }) {
  const taken: string[] = [];
  const takeAnswerFile = (_bytes: Uint8Array, bringer: Bringer): Promise<AnswerFileOutcome> => {
    const file = { sittingId: SITTING, ...of } as AnswerFile;
    const objection = bringer.objection(file);
    if (objection) return Promise.resolve({ outcome: "refused", problems: [objection] });
    taken.push(bringer.name);
    return Promise.resolve({
      ...{ outcome: "taken", sittingId: SITTING, candidateId: of.candidateId },
      ...{ newEntries: 2, knownEntries: 3, setAside: 0, secured: true },
    });
  };
  const desk = aDesk({ takeAnswerFile });
  const bring = async (login: string, bytes = "file") => {
    const headers = { "content-type": "application/octet-stream" };
    return desk.post(AT, bytes, await desk.cookieOf(login), headers);
  };
  const told = async (login: string) => {
    const body = (await (await bring(login)).json()) as Partial<AnswerFileOutcome> & { error?: { code: string } };
    return body.outcome === "refused" ? body.problems?.[0]?.code : (body.outcome ?? body.error?.code);
  };
  return { desk, taken, bring, told };
}

test("whoever may do without a candidate's receipt may bring their file", async () => {
  const inRoomA = aDeskWith({ candidateId: 101 });
  for (const login of ["proctor", "lead", "marie"])
    expect([login, await inRoomA.told(login)]).toEqual([login, "taken"]);
  expect(inRoomA.taken).toEqual(["Pia Noir (proctor)", "Lea Blanc (lead_proctor)", "Marie Duval (organiser)"]);
  for (const login of ["tech", "ops", "elsewhere"])
    expect([login, await inRoomA.told(login)]).toEqual([login, "not_allowed"]);

  const inRoomB = aDeskWith({ candidateId: 102 });
  expect([await inRoomB.told("proctor"), await inRoomB.told("lead")]).toEqual(["other_place", "taken"]);
  const elsewhere = aDeskWith({ candidateId: 201 });
  expect([await elsewhere.told("lead"), await elsewhere.told("marie")]).toEqual(["other_place", "taken"]);
  expect(await aDeskWith({ candidateId: 999 }).told("lead")).toBe("other_place");
});

test("only of the sitting on the screen, behind a session, from our own page, and not too large", async () => {
  const { desk, told, bring, taken } = aDeskWith({ candidateId: 101, sittingId: SITTING + 1 });
  expect(await told("proctor")).toBe("other_sitting");
  const file = { "content-type": "application/octet-stream" };
  expect((await desk.post(AT, "file", "", file)).status).toBe(401);
  const foreign = { ...file, origin: "https://elsewhere.example" };
  expect((await desk.post(AT, "file", await desk.cookieOf("proctor"), foreign)).status).toBe(403);
  const large = await bring("proctor", "x".repeat(ANSWER_FILE_BYTES_MAX + 1));
  expect([large.status, taken]).toEqual([400, []]);
});

test("where the exam office keeps its key, consoles say so", async () => {
  const desk = aDesk();
  const file = { "content-type": "application/octet-stream" };
  expect((await desk.post(AT, "file", await desk.cookieOf("proctor"), file)).status).toBe(404);
});
