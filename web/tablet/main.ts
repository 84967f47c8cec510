/** Starts the tablet: gives the core its browser, the screens their model. */
import { servedHead } from "./served-head.ts";
import "#ui/tokens.css";
import "#ui/base.css";
import { mount } from "svelte";
import {
  becomeTheOnlyCopy,
  browserClock,
  browserConnect,
  browserDevice,
  browserHealth,
  browserHttp,
  browserNotebook,
  browserRandom,
  browserSha256,
  missingAbilities,
  watchWake,
} from "#client-core/browser-adapters";
import { openBrowserStorage } from "#client-core/browser-storage";
import { ServerTime } from "#client-core/server-time";
import { tabletBuildOf } from "#contracts/tablet-build";
import App from "./App.svelte";
import Notice from "./screens/Notice.svelte";
import { versionOf } from "./build-caches.ts";
import { browserInstallation } from "./installation.ts";
import { TabletModel } from "./tablet-model.svelte.ts";

const OTHER_COPY_AFTER_MS = 1_500;

async function start(target: HTMLElement): Promise<void> {
  const missing = missingAbilities();
  if (missing.length > 0) {
    mount(Notice, { target, props: { languages: navigator.languages, kind: "broken", detail: missing.join(", ") } });
    return;
  }
  await waitForOtherCopy(target);
  const { reopen, shelf, store } = await openBrowserStorage(browserClock);
  const model = new TabletModel({
    store,
    shelf,
    notebook: browserNotebook,
    clock: browserClock,
    random: browserRandom,
    sha256: browserSha256,
    connect: browserConnect,
    http: browserHttp,
    time: new ServerTime(browserClock),
    device: await browserDevice(shelf),
    health: browserHealth(browserClock),
    build: tabletBuildOf(servedHead),
    installation: browserInstallation(versionOf(servedHead)),
    languages: navigator.languages,
  });
  watchWake(
    browserClock,
    (slept) => {
      if (slept) reopen();
      model.wake(slept);
    },
    () => model.flush(),
  );
  const asked = takeFromAddress();
  mount(App, { target, props: { model, practice: asked.practice } });
  await model.open(asked.enrol);
}

/** What the address asks for: `#enrol=` of a room's QR, `?practice`. Taken out of it, so that a reload does neither again. */
function takeFromAddress(): { readonly enrol: string | null; readonly practice: boolean } {
  const enrol = new URLSearchParams(location.hash.slice(1)).get("enrol");
  const practice = new URLSearchParams(location.search).has("practice");
  if (enrol !== null || practice) history.replaceState(null, "", location.pathname);
  return { enrol, practice };
}

/** Another page of this browser may hold the paper: says so, and goes on by itself when it is closed. */
async function waitForOtherCopy(target: HTMLElement): Promise<void> {
  let notice: ReturnType<typeof mount> | null = null;
  const cancel = browserClock.after(OTHER_COPY_AFTER_MS, () => {
    notice = mount(Notice, { target, props: { languages: navigator.languages, kind: "otherTab", detail: "" } });
  });
  await becomeTheOnlyCopy("amphi-tablet");
  cancel();
  if (notice) location.reload();
}

const target = document.getElementById("app");
if (target) start(target).catch((error: unknown) => fail(target, error));

function fail(place: HTMLElement, error: unknown): void {
  console.error(error);
  place.replaceChildren();
  const detail = error instanceof Error ? error.message : String(error);
  mount(Notice, { target: place, props: { languages: navigator.languages, kind: "broken", detail } });
}
