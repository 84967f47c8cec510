/** What a question of a paper says, without its markup: pages of the portal show no HTML that somebody wrote. */
export const inWords = (html: string): string =>
  new DOMParser().parseFromString(html, "text/html").body.textContent.trim();
