import { expect, test } from "vitest";
import { addressesOf } from "./addresses.mjs";

test("loopback: both its names may open sockets, one shared ingest port is told once", () => {
  expect(
    addressesOf({
      host: "127.0.0.1",
      port: 8080,
      ingestPorts: [8081, 8081],
      packagesPort: 8082,
      portalPort: 8083,
      certificateNames: null,
    }),
  ).toEqual({
    page: "http://127.0.0.1:8080",
    origins: ["http://127.0.0.1:8080", "http://localhost:8080"],
    ingestUrls: ["ws://127.0.0.1:8081"],
    packagesUrl: "http://127.0.0.1:8082",
    portalUrl: "http://127.0.0.1:8083",
  });
});

test("every address with a certificate: tablets are told the name that it vouches for", () => {
  expect(
    addressesOf({
      host: "0.0.0.0",
      port: 443,
      ingestPorts: [444, 445],
      packagesPort: 446,
      portalPort: 447,
      certificateNames: ["exam.example.fr"],
    }),
  ).toEqual({
    page: "https://exam.example.fr:443",
    origins: ["https://exam.example.fr:443", "https://127.0.0.1:443", "https://localhost:443"],
    ingestUrls: ["wss://exam.example.fr:444", "wss://exam.example.fr:445"],
    packagesUrl: "https://exam.example.fr:446",
    portalUrl: "https://exam.example.fr:447",
  });
});

test("an IPv6 address is written in brackets", () => {
  const addresses = addressesOf({
    host: "::1",
    port: 8080,
    ingestPorts: [8081],
    packagesPort: 8082,
    portalPort: 8083,
    certificateNames: null,
  });
  expect(addresses.page).toBe("http://[::1]:8080");
  expect(addresses.ingestUrls).toEqual(["ws://[::1]:8081"]);
  expect(addresses.packagesUrl).toBe("http://[::1]:8082");
});
