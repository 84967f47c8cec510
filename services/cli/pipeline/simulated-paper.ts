/** An invented paper of any length with its key: six types of questions, as a national paper mixes them. */
const MIX = ["QRM", "QRU", "QRM", "QRM", "QRP", "QRM", "QRU", "QRM", "QROC", "QRU", "QRM", "TCS"] as const;
const IDS = ["a", "b", "c", "d", "e"] as const;
const DURATION_MINUTES = 180;

export interface SimulatedPaper {
  /** As `amphi import paper` reads them. */
  readonly paper: unknown;
  readonly key: unknown;
}

/** `id`: 1 to 64 of A–Z a–z 0–9 _ . - */
export function simulatedPaper(id: string, itemCount: number): SimulatedPaper {
  const types = Array.from({ length: itemCount }, (_, n) => MIX[n % MIX.length] ?? "QRM");
  const items = types.map((type, n) => ({ id: `q${n + 1}`, type, stem: `Question ${n + 1}`, ...detailsOf(type, n) }));
  const keys = Object.fromEntries(types.map((type, n) => [`q${n + 1}`, keyOf(type, n)]));
  const section = { id: "s1", title: "Questions", kind: "isolated_questions", items };
  return {
    paper: {
      ...{ format: "amphi-paper", version: 1, id, title: "Simulated paper", language: "en" },
      durationMinutes: DURATION_MINUTES,
      sections: [section],
    },
    key: { format: "amphi-key", version: 1, paperId: id, items: keys },
  };
}

function detailsOf(type: (typeof MIX)[number], n: number): object {
  const options = IDS.map((id) => ({ id, text: `Proposition ${id} of question ${n + 1}` }));
  switch (type) {
    case "QROC":
      return {};
    case "TCS":
      return { hypothesis: `Hypothesis ${n + 1}`, finding: `Finding ${n + 1}` };
    case "QRP":
      return { options, expected: 3 };
    default:
      return { options };
  }
}

function keyOf(type: (typeof MIX)[number], n: number): object {
  const from = (at: number) => IDS[(n + at) % IDS.length] ?? "a";
  switch (type) {
    case "QROC":
      return { type: "texts", accepted: ["scanner thoracique", "TDM"] };
    case "TCS":
      return { type: "panel", counts: [9, 5, 1, 0, 0] };
    case "QRU":
      return { type: "options", right: [from(0)] };
    case "QRP":
      return { type: "options", right: [from(0), from(1), from(2)] };
    case "QRM":
      return { type: "options", right: [from(0), from(2)], unacceptable: n % 5 === 0 ? [from(4)] : [] };
  }
}
