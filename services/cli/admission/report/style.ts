/** How the report looks, light or dark as the reader's system has it, and on paper. */
export const STYLE = `
:root { color-scheme: light dark; --ink: light-dark(#1b1b1b, #e8e6e3); --paper: light-dark(#fff, #17181a);
  --line: light-dark(#d9d9d6, #3a3b3e); --soft: light-dark(#5b5b58, #a9a8a4); --bar: light-dark(#0b63b0, #7fb4e6); }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 0; }
main { max-width: 1040px; margin: 0 auto; padding: 24px; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2.5rem; }
.verdict { border-left: 8px solid #2e7d4f; padding: 4px 16px; } .verdict p { margin: 4px 0; }
table { border-collapse: collapse; font-size: .9rem; width: 100%; }
th, td { text-align: left; padding: 5px 16px 5px 0; border-bottom: 1px solid var(--line); }
thead th { color: var(--soft); font-weight: 600; vertical-align: bottom; } tbody th { font-weight: 400; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; } td.n { white-space: nowrap; }
th[scope="row"] { width: 45%; min-width: 8em; overflow-wrap: anywhere; } .verdict + table { margin-top: 16px; }
.wide { overflow-x: auto; } td.bar, th.bar { width: 240px; padding-right: 0; }
svg { display: block; width: 240px; height: 14px; }
rect { fill: var(--bar); } rect.free { fill: none; stroke: var(--soft); } .stripe { stroke: var(--bar); stroke-width: 4; }
rect.above { fill: url(#stripes); stroke: var(--bar); } .legend { color: var(--soft); font-size: .85rem; }
@media (max-width: 640px) { main { padding: 12px; } td.bar, th.bar { display: none; } th, td { padding-right: 8px; } }
@media print { main { max-width: none; } tr { break-inside: avoid; } }
`;
