/** What the rehearsal command hands to a light generator besides the settings: which of them it is, from 0, and its ledger. */
export const SHARE_VARIABLE = "REHEARSAL_SHARE";
export const LEDGER_VARIABLE = "REHEARSAL_LEDGER";
