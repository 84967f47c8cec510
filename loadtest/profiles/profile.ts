/** The shape of a rehearsal: how many tablets, how fast they come and answer, for how long. */
export interface Profile {
  readonly name: string;
  readonly candidates: number;
  /** Time during which answers are made, counted from the first sign-in, s. */
  readonly seconds: number;
  /** Sign-ins are spread evenly over this time, s. */
  readonly arrivalSeconds: number;
  /** Mean time between two answers of one candidate, ms; each pause is drawn between half and one and a half of it. */
  readonly thinkMeanMs: number;
  /** After the last answer, how long a tablet waits for everything to be secured (D2), s. */
  readonly settleSeconds: number;
  /** Tablets that one k6 virtual user plays: a virtual user is a JavaScript engine and costs megabytes. */
  readonly tabletsPerVu: number;
}
