/** Starts the consoles. The policy is set before anything that builds a schema is loaded. */
import "./strict-policy.ts";
import "#ui/tokens.css";
import "#ui/base.css";
import "./console.css";

const target = document.getElementById("app");
if (target)
  import("./open-console.ts").then(
    ({ openConsole }) => openConsole(target),
    (error: unknown) => console.error(error),
  );
