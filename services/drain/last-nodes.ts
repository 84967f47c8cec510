import type { Secured } from "#domain/ports/answer-ledger";
import type { SecuredAdvance, StreamRecord } from "#domain/ports/answer-stream";

/** D2 advances with the ingest node that last wrote for that candidate and epoch: where its tablet is connected. */
export function lastNodes(
  secured: readonly Secured[],
  records: readonly StreamRecord[],
): (SecuredAdvance & { nodeId: string })[] {
  const nodes = new Map<string, string>();
  for (const { fields } of records) {
    const [sitting, candidate, epoch, , nodeId] = fields["e1"]?.split(":") ?? [];
    if (nodeId !== undefined) nodes.set(`${sitting}:${candidate}:${epoch}`, nodeId);
  }
  const latest = new Map<string, SecuredAdvance & { nodeId: string }>();
  for (const advance of secured) {
    const key = `${advance.sittingId}:${advance.candidateId}:${advance.epoch}`;
    const nodeId = nodes.get(key);
    if (nodeId !== undefined) latest.set(key, { ...advance, nodeId });
  }
  return [...latest.values()];
}
