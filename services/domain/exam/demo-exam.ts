/** Names by which the demo exam is found again. */
export const DEMO_EXAM = { slug: "demo", title: "Examen de démonstration" } as const;
/** Id of the demo paper, in infra/demo/paper/paper.json. */
export const DEMO_PAPER_ID = "demo-epreuve-1";
