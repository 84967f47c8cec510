/** Which share of the tablets this process plays, asked for as a virtual user of k6 does. */
import { SHARE_VARIABLE } from "#loadtest/light/share";

// eslint-disable-next-line no-restricted-syntax -- as k6 has it
export default { scenario: { iterationInTest: Number(__ENV[SHARE_VARIABLE]) } };
