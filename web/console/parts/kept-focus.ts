/**
 * A browser takes the focus from an element that is moved. Around a change of order: `note` before it, `restore` after it
 * gives the focus back to the same element where it stands now, without scrolling.
 */
export function keptFocus() {
  let focused: HTMLElement | null = null;
  return {
    note(): void {
      focused = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    },
    restore(): void {
      if (focused?.isConnected && document.activeElement === document.body) focused.focus({ preventScroll: true });
      focused = null;
    },
  };
}
