/** Snapshots of the tablets' own state, kept beside the answers: a spare tablet takes the last one over. */
import type { CandidateRef } from "#domain/answer/entry";
import { StoreTrouble } from "#domain/ports/answer-stream";

/** Where they are kept; its adapter is redis/workspaces.ts. */
export interface WorkspaceStore {
  /** Replaces the candidate's snapshot. Rejects with StoreTrouble. */
  write(of: CandidateRef, text: string): Promise<void>;
}
export interface WorkspaceDeps {
  readonly workspaceStore: WorkspaceStore;
  /** Said once when the store goes away: what was told meanwhile is lost, the next snapshot replaces it. */
  readonly onWorkspaceTrouble: (error: StoreTrouble) => void;
}
export interface WorkspaceKeeper {
  keep(of: CandidateRef, text: string): void;
}

export function keepWorkspaces({ workspaceStore, onWorkspaceTrouble }: WorkspaceDeps): WorkspaceKeeper {
  let isAway = false;
  async function write(of: CandidateRef, text: string): Promise<void> {
    try {
      await workspaceStore.write(of, text);
      isAway = false;
    } catch (error) {
      if (!(error instanceof StoreTrouble)) throw error;
      if (!isAway) onWorkspaceTrouble(error);
      isAway = true;
    }
  }
  return { keep: (of, text) => void write(of, text) };
}
