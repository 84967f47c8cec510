import type { Section } from "../shell/section.ts";

/** Doors of students, which need no session: sign-in, a forgotten password, links out of mails. */
export const ACCESS: Section = {
  name: "access",
  title: { fr: "Étudiants", en: "Students" },
  who: ["anyone"],
  pages: [
    {
      path: "",
      title: { fr: "S’identifier", en: "Sign in" },
      inNavigation: true,
      load: () => import("./SignInPage.svelte"),
    },
    { path: "/cas/:trouble", title: { fr: "S’identifier", en: "Sign in" }, load: () => import("./SignInPage.svelte") },
    {
      path: "/forgotten",
      title: { fr: "Mot de passe oublié", en: "Forgotten password" },
      load: () => import("./ForgottenPage.svelte"),
    },
    {
      path: "/password/:token",
      title: { fr: "Choisir un mot de passe", en: "Choose a password" },
      load: () => import("./PasswordPage.svelte"),
    },
  ],
};
