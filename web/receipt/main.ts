import "#ui/tokens.css";
import "#ui/base.css";
import { mount } from "svelte";
import ReceiptPage from "./ReceiptPage.svelte";

// A link may carry the code behind a #: that part of an address is sent to nobody.
const given = decodeURIComponent(location.hash.slice(1));
const target = document.getElementById("app");
if (target) mount(ReceiptPage, { target, props: { languages: navigator.languages, given } });
