/** Names by which the demo exam is found again. */
export const DEMO_EXAM = { slug: "demo", title: "Examen de démonstration" } as const;
/** Id of the demo paper, in infra/demo/paper/paper.json. */
export const DEMO_PAPER_ID = "demo-epreuve-1";
/** Papers made of the same questions under other ids: staged as the backup, and kept for a day that is held again. */
export const DEMO_BACKUP = { slug: "demo-secours", title: "Épreuve de secours", prefix: "s-" } as const;
export const DEMO_RESERVE = { slug: "demo-reserve", title: "Épreuve de réserve", prefix: "r-" } as const;
