/** When a console of each centre was last heard, by sitting. */
import type { LiveMessage } from "#contracts/console/live";

export function createContacts() {
  const heardAtMs = new Map<number, Map<number, number>>();
  return {
    /** `centreId` null: a console of the nation, which says nothing about a centre. */
    heard(sittingId: number, centreId: number | null, nowMs: number): void {
      if (centreId === null) return;
      const ofSitting = heardAtMs.get(sittingId) ?? new Map<number, number>();
      heardAtMs.set(sittingId, ofSitting.set(centreId, nowMs));
    },
    message: (sittingId: number): Extract<LiveMessage, { kind: "contacts" }> => ({
      kind: "contacts",
      sittingId,
      centres: [...(heardAtMs.get(sittingId) ?? [])],
    }),
  };
}
