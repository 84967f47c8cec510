/**
 * The two documents of the CAS protocol (3.0, appendix A and C), read by a strict parser that knows namespaces: text that
 * merely looks like an element, a comment within a name or an entity changes nothing of who somebody is.
 */
import { SaxesParser } from "saxes";

const CAS = "http://www.yale.edu/tp/cas";
const SAML_PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol";

interface Leaf {
  /** `{namespace}name` of each element, from the root. */
  readonly path: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
}

/** Every element with the text that stands directly in it; null: not well-formed, or with a document type. */
function elementsOf(xml: string): Leaf[] | null {
  const parser = new SaxesParser({ xmlns: true });
  const all: Leaf[] = [];
  const open: Leaf[] = [];
  let sound = true;
  parser.on("error", () => (sound = false));
  parser.on("doctype", () => (sound = false));
  parser.on("opentag", ({ attributes, local, uri }) => {
    const values = Object.values(attributes).map((one): [string, string] => [one.local, one.value]);
    const leaf = {
      path: [...(open.at(-1)?.path ?? []), `{${uri}}${local}`],
      attributes: Object.fromEntries(values),
      text: "",
    };
    all.push(leaf);
    open.push(leaf);
  });
  const add = (text: string) => {
    const leaf = open.at(-1);
    if (leaf) leaf.text += text;
  };
  parser.on("text", add);
  parser.on("cdata", add);
  parser.on("closetag", () => void open.pop());
  parser.write(xml).close();
  return sound ? all : null;
}

export type ServiceResponse =
  { readonly user: string; readonly attributes: ReadonlyMap<string, readonly string[]> } | { readonly failure: string };

/** Null: it is no answer of a CAS server. */
export function readServiceResponse(xml: string): ServiceResponse | null {
  const elements = elementsOf(xml);
  if (elements === null) return null;
  const at = (...names: string[]) => {
    const path = names.map((name) => `{${CAS}}${name}`);
    return elements.filter((one) => one.path.length === path.length && one.path.every((part, i) => part === path[i]));
  };
  const failure = at("serviceResponse", "authenticationFailure")[0];
  if (failure) return { failure: failure.attributes["code"] ?? "" };
  const users = at("serviceResponse", "authenticationSuccess", "user");
  const user = users[0]?.text.trim() ?? "";
  if (users.length !== 1 || user === "" || user.length > 200) return null;
  const parent = ["serviceResponse", "authenticationSuccess", "attributes"].map((name) => `{${CAS}}${name}`);
  const attributes = new Map<string, string[]>();
  for (const { path, text } of elements) {
    const name = path[3]?.replace(`{${CAS}}`, "");
    if (path.length !== 4 || name === undefined || !parent.every((part, i) => part === path[i])) continue;
    attributes.set(name, [...(attributes.get(name) ?? []), text.trim()]);
  }
  return { user, attributes };
}

/** The ticket whose session a server has ended; null: no such request. */
export function readLogoutRequest(xml: string): string | null {
  const path = [`{${SAML_PROTOCOL}}LogoutRequest`, `{${SAML_PROTOCOL}}SessionIndex`];
  const found = elementsOf(xml)?.filter(
    (one) => one.path.length === 2 && one.path.every((part, i) => part === path[i]),
  );
  const ticket = found?.[0]?.text.trim() ?? "";
  return found?.length === 1 && ticket !== "" ? ticket : null;
}
