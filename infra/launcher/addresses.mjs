// @ts-check
/** The addresses under which tablets and staff reach an installation. */
import { isIP } from "node:net";

/**
 * @typedef {object} Addresses
 * @property {string} page as printed
 * @property {string[]} origins of the pages that may open sockets
 * @property {string[]} ingestUrls given to tablets
 * @property {string} packagesUrl where tablets fetch sealed papers
 * @property {string} portalUrl where the jury, the exam office, teachers and students sign in
 */

/** @param {string} host */
const bracketed = (host) => (isIP(host) === 6 ? `[${host}]` : host);

/** @param {string} host */
const isEveryAddress = (host) => host === "0.0.0.0" || host === "::";

/**
 * @param {{ host: string, port: number, ingestPorts: readonly number[], packagesPort: number, portalPort: number, certificateNames: readonly string[] | null }} parts
 *   `certificateNames` null: without TLS
 * @returns {Addresses}
 */
export function addressesOf({ host, port, ingestPorts, packagesPort, portalPort, certificateNames }) {
  const secure = certificateNames !== null;
  const local = host === "127.0.0.1" || host === "localhost" ? ["127.0.0.1", "localhost"] : [host];
  const named = secure ? certificateNames : [];
  const hosts = [...new Set([...named, ...(isEveryAddress(host) ? ["127.0.0.1", "localhost"] : local)])];
  // What a certificate vouches for is what a tablet can reach; without one only loopback is ever served.
  const first = hosts[0] ?? host;
  const web = secure ? "https" : "http";
  const socket = secure ? "wss" : "ws";
  return {
    page: `${web}://${bracketed(isEveryAddress(host) ? first : host)}:${port}`,
    origins: hosts.map((name) => `${web}://${bracketed(name)}:${port}`),
    ingestUrls: [...new Set(ingestPorts)].map((ingestPort) => `${socket}://${bracketed(first)}:${ingestPort}`),
    packagesUrl: `${web}://${bracketed(first)}:${packagesPort}`,
    portalUrl: `${web}://${bracketed(first)}:${portalPort}`,
  };
}
