/** Mails as they go out where an office has not written its own. */
import type { MailKind } from "#domain/mail/mail";
import type { MailTemplate } from "#domain/mail/mail-text";

export const BUILT_IN: Readonly<Record<Exclude<MailKind, "office">, MailTemplate>> = {
  invitation: {
    fr: {
      subject: "Votre compte Amphi",
      body: `Bonjour {name},

un compte vous attend sur le portail des examens et concours : {portal}

Identifiant : {login}
Choisissez votre mot de passe ici, dans les {days} jours : {link}

Ce lien ne sert qu’une fois. Ne le transmettez à personne.`,
    },
    en: {
      subject: "Your Amphi account",
      body: `Hello {name},

an account waits for you on the portal of exams and competitions: {portal}

Name to sign in with: {login}
Choose your password here within {days} days: {link}

This link works once. Give it to nobody.`,
    },
  },
  reset: {
    fr: {
      subject: "Choisir un nouveau mot de passe",
      body: `Bonjour {name},

vous pouvez choisir un nouveau mot de passe pendant une heure : {link}

Vous n’avez rien demandé ? Ne faites rien : votre mot de passe reste le même.`,
    },
    en: {
      subject: "Choose a new password",
      body: `Hello {name},

you can choose a new password within one hour: {link}

You have not asked for this? Do nothing: your password stays as it is.`,
    },
  },
  "wishes-saved": {
    fr: {
      subject: "{competition} : vos vœux sont enregistrés",
      body: `Bonjour {name},

vos vœux pour {competition}, enregistrés le {savedAt} :

{wishes}

Vous pouvez les modifier jusqu’au {closesAt}. La dernière liste enregistrée est la bonne.
Ce n’est pas vous ? Connectez-vous et changez votre mot de passe : {portal}`,
    },
    en: {
      subject: "{competition}: your wishes are saved",
      body: `Hello {name},

your wishes for {competition}, saved on {savedAt}:

{wishes}

You can change them until {closesAt}. The last list that was saved counts.
It was not you? Sign in and change your password: {portal}`,
    },
  },
  "results-published": {
    fr: {
      subject: "{competition} : vos résultats",
      body: `Bonjour {name},

les résultats de {competition} sont publiés.

{results}

Le détail est sur le portail : {portal}`,
    },
    en: {
      subject: "{competition}: your results",
      body: `Hello {name},

the results of {competition} are published.

{results}

The details are on the portal: {portal}`,
    },
  },
  "seat-offered": {
    fr: {
      subject: "{competition} : {seat}",
      body: `Bonjour {name},

{competition} : vous êtes admis en {seat}.

Répondez sur le portail avant le {answersUntil} : {portal}

{results}`,
    },
    en: {
      subject: "{competition}: {seat}",
      body: `Hello {name},

{competition}: you are admitted to {seat}.

Answer on the portal before {answersUntil}: {portal}

{results}`,
    },
  },
  resignation: {
    fr: {
      subject: "{competition} : votre réponse",
      body: `Bonjour {name},

{competition}, {seat} : nous avons reçu votre réponse le {answeredAt}.

{answer}

Ce n’est pas vous ? Appelez tout de suite votre service des examens.`,
    },
    en: {
      subject: "{competition}: your answer",
      body: `Hello {name},

{competition}, {seat}: we received your answer on {answeredAt}.

{answer}

It was not you? Call your exam office at once.`,
    },
  },
};
