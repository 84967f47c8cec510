/** Starts the portal: gives the model its browser, and the pages their model. */
import "#ui/tokens.css";
import "#ui/base.css";
import "#ui/controls.css";
import "./parts/narrow.css";
import { mount } from "svelte";
import { browserClock } from "#client-core/browser-adapters";
import App from "./App.svelte";
import { PortalApi, portalHttp } from "./shell/api.ts";
import { Portal } from "./shell/portal.svelte.ts";
import { SECTIONS } from "./sections.ts";

function start(target: HTMLElement): void {
  const portal = new Portal(
    {
      api: new PortalApi(portalHttp),
      clock: browserClock,
      languages: navigator.languages,
      memory: localStorage,
      address: {
        read: () => location.hash,
        go: (path) => (location.hash = path),
        onChange: (changed) => addEventListener("hashchange", changed),
      },
    },
    SECTIONS,
  );
  mount(App, { target, props: { portal } });
  portal.open().catch((error: unknown) => console.error(error));
}

const target = document.getElementById("app");
if (target) start(target);
