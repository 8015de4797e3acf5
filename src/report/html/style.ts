/** The page's style. Named by its hash in the page's policy, so it holds no text from an image. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#fff;--fg:#1b1f24;--soft:#59636e;--line:#d1d9e0;--box:#f6f8fa;--link:#0550ae;
--block:#b3261e;--review:#8a5300;--allow:#116329;--mark:#ddf4ff;
--c0:#9ec5fe;--c1:#a3cfbb;--c2:#ffe69c;--c3:#f1aeb5;--c4:#c5b3e6;--c5:#feb272;--c6:#9eeaf9;--c7:#d3d6da}
@media (prefers-color-scheme:dark){:root{--bg:#0d1117;--fg:#e6edf3;--soft:#9da7b1;--line:#30363d;--box:#161b22;--link:#79c0ff;
--block:#ff8a80;--review:#f0b83c;--allow:#56d364;--mark:#12314f;
--c0:#1f4b82;--c1:#1f5a41;--c2:#6b5310;--c3:#7a2c36;--c4:#4c3a78;--c5:#7c4413;--c6:#14596a;--c7:#454c54}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--fg);font:16px/1.5 system-ui,sans-serif}
main,footer{max-width:72rem;margin:0 auto;padding:0 1rem}
h1{font-size:1.5rem;overflow-wrap:anywhere;margin:1.5rem 0 1rem}
h1.again{margin-top:3rem;border-top:3px solid var(--line);padding-top:1.5rem}
h2{font-size:1.25rem;margin:2.5rem 0 .75rem;padding-bottom:.3rem;border-bottom:1px solid var(--line)}
h3{font-size:1rem;margin:0 0 .25rem;overflow-wrap:anywhere}
p,li,dd,td{overflow-wrap:anywhere}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--link);outline-offset:1px}
.skip{position:absolute;left:-999rem}.skip:focus{position:static}
code,pre{font:.875em/1.45 ui-monospace,monospace}
pre{margin:.3rem 0;padding:.5rem .75rem;background:var(--box);border:1px solid var(--line);border-radius:4px;white-space:pre-wrap;overflow-wrap:anywhere}
.note{color:var(--soft);font-size:.875rem;margin:.15rem 0}
.warning{color:var(--review)}
.badge{display:inline-block;border:1px solid currentColor;border-radius:1rem;padding:0 .55rem;font-size:.8125rem}
.verdict{border:2px solid currentColor;border-radius:8px;padding:.25rem 1rem}
.verdict ul,.verdict dl,.advice{color:var(--fg)}
.verdict ul{margin:.25rem 0 .75rem;padding-left:1.2rem}.advice{margin:.1rem 0 .4rem;font-weight:600}
.in-short{display:block;border-top:1px solid var(--line);padding:.5rem 0;margin:.5rem 0 0}
.in-short div{display:grid;grid-template-columns:9rem 1fr;gap:.25rem 1rem;margin:.3rem 0}
.command{display:block;background:var(--box);border:1px solid var(--line);border-radius:4px;padding:.25rem .6rem;margin:.3rem 0;overflow-wrap:anywhere}
.decision{font-size:1.375rem;font-weight:700;margin:.4rem 0 0;text-transform:uppercase}.v-plain .decision{text-transform:none}
.v-block{color:var(--block)}.v-review{color:var(--review)}.v-allow{color:var(--allow)}.v-plain{border-color:var(--soft)}
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,17rem),1fr));gap:.6rem 1.5rem;margin:1.25rem 0}
dt{color:var(--soft);font-size:.8125rem}dd{margin:0;min-width:0}.digest{font:.8125rem/1.5 ui-monospace,monospace}
nav ul{display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;list-style:none;padding:0;margin:0}
.finding{border:1px solid var(--line);border-left:6px solid var(--soft);border-radius:6px;padding:.75rem 1rem;margin:0 0 1rem}
.finding p{margin:.35rem 0}.finding ul{padding-left:1.2rem;margin:.5rem 0}
.s-critical,.s-high{border-left-color:var(--block)}.s-critical .badge,.s-high .badge{color:var(--block)}
.s-medium{border-left-color:var(--review)}.s-medium .badge{color:var(--review)}
.steps,.steps ol{list-style:none;padding:0;margin:0}
.steps ol{margin-left:.5rem;padding-left:.9rem;border-left:2px solid var(--line)}
.steps ol ol ol ol ol ol{margin-left:0;padding-left:.25rem}
.steps li{margin:.4rem 0}.head{color:var(--soft);font-size:.8125rem}
.untaken>code{color:var(--soft);text-decoration:underline dotted}
.when{font-style:italic}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid var(--line)}
th{font-size:.8125rem;color:var(--soft)}
.built td:nth-child(-n+2){white-space:nowrap}.built td:nth-child(3){min-width:8rem}
.overview td:nth-child(1),.overview td:nth-child(3){white-space:nowrap}.lines{white-space:pre-wrap}.day{min-width:7rem}
.programs{table-layout:fixed}.programs th:first-child{width:45%}.untold{margin:.4rem 0}.start{color:var(--review)}
table+h3,details+h3{margin-top:1.25rem}
details{margin:.5rem 0}summary{cursor:pointer;color:var(--link)}
.levels{list-style:none;padding:0;margin:.5rem 0 1rem;display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,12rem),1fr));gap:.5rem}
.levels li{border:1px solid var(--line);border-top:6px dotted var(--line);border-radius:6px;padding:.4rem .75rem}
.levels .reached,.levels .here{border-top:6px solid var(--allow)}.levels .here{border-color:var(--fg);border-top-color:var(--allow);background:var(--box)}
.chain{list-style:none;padding:0;margin:1rem 0}
.link{position:relative;margin:0;padding:0 0 1.1rem 3rem}
.link::before{content:"";position:absolute;left:1rem;top:2.1rem;bottom:-.1rem;border-left:4px solid var(--soft)}
.link:last-child::before{display:none}
.link.t-claimed::before{border-left-style:dashed}.link.t-missing::before{border-left-style:dotted;border-color:var(--line)}
.link.t-contradicted::before{border-left-style:double;border-left-width:6px;border-color:var(--block)}.link.t-verified::before{border-color:var(--allow)}
.link>.sign{position:absolute;left:0;top:0;width:2.1rem;height:2.1rem;border:2px solid currentColor;border-radius:50%;display:grid;place-items:center;background:var(--bg)}
.link.t-contradicted>.sign{border-radius:4px}.link.t-missing>.sign{border-style:dotted}.link.t-claimed>.sign{border-style:dashed}
.link h3{padding-top:.25rem}.link p{margin:.15rem 0}
.t-verified>.sign,.sign.t-verified,.t-verified h3 .badge{color:var(--allow)}.t-contradicted>.sign,.sign.t-contradicted,.t-contradicted h3 .badge{color:var(--block)}
.t-claimed>.sign,.sign.t-claimed,.t-claimed h3 .badge{color:var(--review)}.t-missing>.sign,.sign.t-missing,.t-missing h3 .badge{color:var(--soft)}
.evidence{margin:.25rem 0;padding-left:1.2rem}.evidence li{margin:.1rem 0}
.treemap{width:100%;height:auto;display:block}
.cell{stroke:var(--bg);stroke-width:1}.edge{fill:none;stroke:var(--bg);stroke-width:4}
.treemap text{fill:var(--fg);font-size:12px}
.c0 .cell{fill:var(--c0)}.c1 .cell{fill:var(--c1)}.c2 .cell{fill:var(--c2)}.c3 .cell{fill:var(--c3)}.c4 .cell{fill:var(--c4)}.c5 .cell{fill:var(--c5)}.c6 .cell{fill:var(--c6)}.c7 .cell{fill:var(--c7)}
.key{display:inline-block;width:.8rem;height:.8rem;border:1px solid var(--soft);border-radius:2px}
.key.c0{background:var(--c0)}.key.c1{background:var(--c1)}.key.c2{background:var(--c2)}.key.c3{background:var(--c3)}.key.c4{background:var(--c4)}.key.c5{background:var(--c5)}.key.c6{background:var(--c6)}.key.c7{background:var(--c7)}
.legend{list-style:none;padding:0;font-size:.875rem}
.controls{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;margin-bottom:.5rem}
input,select{font:inherit;color:inherit;background:var(--bg);border:1px solid var(--soft);border-radius:4px;padding:.15rem .4rem;max-width:100%}
.tree{max-height:min(30rem,70vh);min-height:8rem;overflow:auto;border:1px solid var(--line);border-radius:6px;position:relative}
.room{position:relative}
.row{position:absolute;left:0;right:0;height:26px;line-height:26px;display:flex;gap:.5rem;padding:0 .6rem;white-space:pre;cursor:default;font-size:.875rem}
.row:hover{background:var(--box)}.row.now{background:var(--mark)}
.row .name{flex:1;min-width:0;overflow:hidden;text-overflow:ellipsis;font-family:ui-monospace,monospace}
.row .mark{flex:none}.m1{color:var(--block)}.m2{color:var(--review)}
.row .size{width:5.5rem;text-align:right;color:var(--soft);flex:none}
.row .from{width:5rem;text-align:right;color:var(--soft);flex:none}
.row.gone .name{text-decoration:line-through;color:var(--soft)}
.view{border:1px solid var(--line);border-radius:6px;padding:.5rem 1rem;margin-top:.75rem;overflow-wrap:anywhere}
footer{color:var(--soft);margin:3rem auto 2rem;font-size:.875rem}
@media (max-width:40rem){.row .from,.treemap text{display:none}
.row .mark{max-width:.9rem;overflow:hidden}
h1{font-size:1.25rem}.finding ul,.verdict ul{padding-left:1rem}.verdict,.finding{padding-left:.75rem;padding-right:.75rem}
.stack thead{display:none}.stack tr{display:block;border-bottom:1px solid var(--line);padding:.35rem 0}
.stack td{display:block;border:0;padding:.1rem 0}.stack td:empty{display:none}.programs td:first-child{width:auto}
.built td:nth-child(-n+3):not(:empty){display:inline-block;padding-right:.75rem;color:var(--soft);min-width:0}
.steps ol ol ol ol ol ol{padding-left:0;border-left-width:0}
.in-short div{display:block}.link{padding-left:2.6rem}}
@media print{.files,nav,.skip{display:none}body{font-size:12px}.link,.finding,.levels li{break-inside:avoid}
details::details-content{content-visibility:visible;height:auto}a{color:inherit;text-decoration:none}}
`;
