/** How the report looks, light or dark as the reader's system has it. */
export const STYLE = `
:root { color-scheme: light dark; --ink: light-dark(#1b1b1b, #e8e6e3); --paper: light-dark(#fff, #17181a);
  --faint: light-dark(#d9d9d6, #3a3b3e); --soft: light-dark(#5b5b58, #a9a8a4); }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 0; }
main { max-width: 1480px; margin: 0 auto; padding: 24px; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
.verdict { border-left: 8px solid; padding: 4px 16px; } .verdict h2 { margin-top: 8px; }
.green { border-color: #2e7d4f; } .red { border-color: #b3261e; } .void, .partial { border-color: #9a6b00; }
table { border-collapse: collapse; font-size: .9rem; } th, td { text-align: left; padding: 4px 16px 4px 0;
  border-bottom: 1px solid var(--faint); vertical-align: top; } td:first-child { white-space: nowrap; }
td:last-child { overflow-wrap: anywhere; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(640px, 100%), 1fr)); gap: 24px; }
figure { margin: 0; } figcaption { font-weight: 600; } small, text { color: var(--soft); fill: var(--soft); font-weight: 400; }
svg { width: 100%; height: auto; } text { font-size: 11px; } figure ul { list-style: none; display: flex; flex-wrap: wrap;
  gap: 4px 16px; margin: 0; padding: 0; font-size: .85rem; } figure li::before { content: "■ "; }
.grid { stroke: var(--faint); } .limit { stroke: #b3261e; stroke-dasharray: 6 4; }
.fault { fill: #b3261e; opacity: .18; } .pause { fill: #7a7a76; opacity: .18; }
path { fill: none; stroke-width: 1.5; }
${["#0b63b0", "#b8550a", "#5a3fa0", "#17795e", "#a3195b", "#6b6b00", "#00788a", "#8a4b2d", "#4a4a4a", "#c02f2f"]
  .map((colour, n) => {
    const own = `light-dark(${colour}, color-mix(in oklab, ${colour}, white 45%))`;
    return `path.l${n} { stroke: ${own}; } li.l${n}::before { color: ${own}; }`;
  })
  .join("\n")}
`;
