/**
 * The head of this page as it was served: which build it is. Read before any other module runs, because whatever is fetched
 * later adds its styles to the head. main.ts imports this first.
 */
export const servedHead = document.head.outerHTML;
