/** A tablet that a technician has enrolled, days before: its label, and the credential with which it fetches packages. */
import { type EnrolRequest, EnrolResponse } from "#contracts/http/device";
import type { z } from "zod";
import type { Http, HttpResponse, Shelf } from "#client-core/ports";
import { parseJson, type Refusal, refusalOf } from "#client-core/sign-in";

export type Enrolment = EnrolResponse;
const NAME = "enrolment";

export async function keptEnrolment(shelf: Shelf): Promise<Enrolment | null> {
  const parsed = EnrolResponse.safeParse(await shelf.get(NAME));
  return parsed.success ? parsed.data : null;
}

export async function enrol(
  { http, shelf }: { readonly http: Http; readonly shelf: Shelf },
  request: z.infer<typeof EnrolRequest>,
): Promise<{ readonly enrolment: Enrolment } | { readonly refusal: Refusal }> {
  const headers = { "content-type": "application/json" };
  let answer: HttpResponse;
  try {
    answer = await http({ method: "POST", url: "/api/devices", headers, body: JSON.stringify(request) });
  } catch {
    // No answer came: the screen says so and the person tries again.
    return { refusal: { code: "unreachable", retryAfterMs: null } };
  }
  if (answer.status !== 200) return { refusal: refusalOf(answer) };
  const parsed = EnrolResponse.safeParse(parseJson(answer.bytes));
  if (!parsed.success) return { refusal: { code: "unexpected", retryAfterMs: null } };
  await shelf.set(NAME, parsed.data);
  return { enrolment: parsed.data };
}
