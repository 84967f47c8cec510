/** Starts the consoles: gives the model its browser, and the screens their model. */
import "#ui/tokens.css";
import "#ui/base.css";
import "#ui/controls.css";
import { mount } from "svelte";
import { browserClock, browserRandom, watchWake } from "#client-core/browser-adapters";
import App from "./App.svelte";
import { liveUrl, staffConnect, staffHttp } from "./browser.ts";
import { ConsoleModel } from "./console-model.svelte.ts";

function start(target: HTMLElement): void {
  const model = new ConsoleModel({
    http: staffHttp,
    connect: staffConnect,
    liveUrl,
    clock: browserClock,
    random: browserRandom,
    newId: () => crypto.randomUUID(),
    languages: navigator.languages,
    memory: localStorage,
  });
  watchWake(
    browserClock,
    () => model.wake(),
    () => undefined,
  );
  mount(App, { target, props: { model } });
  model.open().catch((error: unknown) => console.error(error));
}

const target = document.getElementById("app");
if (target) start(target);
