import "#ui/tokens.css";
import "#ui/base.css";
import { mount } from "svelte";
import StartPage from "./StartPage.svelte";

const target = document.getElementById("app");
if (target) mount(StartPage, { target, props: { languages: navigator.languages } });
