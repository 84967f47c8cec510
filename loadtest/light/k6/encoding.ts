/** Base64url to text, the only conversion that tablets ask k6 for. */
export const b64decode = (text: string, _encoding: "rawurl", _format: "s"): string =>
  Buffer.from(text, "base64url").toString();
