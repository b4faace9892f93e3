/** In the manner of the other pages of development: the system's font and colours, one accent. */
export const STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif;--ported:#1f8a5f;--php:#7377ad;--line:#8883;--soft:#8881}
body{max-width:64rem;margin:3rem auto;padding:0 1.5rem}
h1{font-size:1.4rem;margin:0;border-left:.3rem solid var(--ported);padding-left:.8rem}
h2{font-size:1.1rem;margin:2.5rem 0 .8rem}
header p{margin:.2rem 0 0;padding-left:1.1rem;opacity:.7}
small{display:block;opacity:.7;font-size:.8rem}
code,pre{font-family:ui-monospace,monospace;font-size:.85rem}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.8rem;margin:1.6rem 0}
.tiles div{background:var(--soft);border-radius:.5rem;padding:.8rem 1rem}
.tiles strong{display:block;font-size:1.5rem;line-height:1.2}
.tiles span{opacity:.7;font-size:.85rem}
.days svg{display:block;width:100%;height:6rem}
.days rect.track{fill:var(--soft)}
rect.ported,i.ported{fill:var(--ported);background:var(--ported)}
rect.php,i.php{fill:var(--php);background:var(--php)}
.legend{margin:0 0 .5rem;font-size:.85rem;opacity:.8}
.legend i{display:inline-block;width:.8rem;height:.8rem;border-radius:.2rem;margin:0 .3rem 0 .8rem;vertical-align:-.1rem}
.legend i:first-child{margin-left:0}
.days ol{display:flex;list-style:none;margin:.3rem 0 0;padding:0;font-size:.75rem;text-align:center}
.days li{flex:1;min-width:0;opacity:.8}
.days b{display:block;font-size:.85rem}
table{width:100%;border-collapse:collapse;margin-top:2rem;font-size:.9rem}
th{text-align:left;font-weight:600;opacity:.7;font-size:.8rem}
th,td{padding:.45rem .6rem;border-bottom:1px solid var(--line);vertical-align:top}
th:first-child,td:first-child{padding-left:0}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.route code{overflow-wrap:anywhere}
.by{display:inline-block;border-radius:1rem;padding:0 .6rem;font-size:.8rem;white-space:nowrap;border:1px solid}
.by.ported,.times .ported{color:var(--ported)}
.by.php,.times .php{color:var(--php)}
.times span{display:block}
.bad{color:#d33}
.empty{margin:3rem 0;text-align:center;opacity:.7}
details{border-bottom:1px solid var(--line);padding:.45rem 0}
summary{cursor:pointer}
summary span{color:#d33;font-size:.85rem}
summary time{opacity:.6;font-size:.8rem}
dl{display:grid;grid-template-columns:1fr 1fr;gap:.3rem .8rem;margin:.8rem 0}
dt{grid-column:1/-1;font-size:.8rem;opacity:.7}
dd{margin:0;min-width:0;font-size:.8rem}
dd.php b{color:var(--php)}
dd.ported b{color:var(--ported)}
pre{margin:.2rem 0 0;padding:.6rem;border-radius:.4rem;background:var(--soft);white-space:pre-wrap;overflow-wrap:anywhere}
footer{margin-top:2.5rem;font-size:.85rem;opacity:.7}
@media(prefers-color-scheme:dark){:root{--ported:#4cc38a;--php:#a5a9e0}.bad,summary span{color:#f77}}
@media(max-width:44rem){
body{margin:1.5rem auto;padding:0 1rem}
table,tbody,tr,td{display:block}
thead{display:none}
tr{padding:.7rem 0;border-bottom:1px solid var(--line)}
td,td:first-child{border:0;padding:.05rem 0}
td[data-label]{display:flex;justify-content:space-between;gap:1rem;text-align:right}
td[data-label]::before{content:attr(data-label);opacity:.7;font-size:.85rem;color:CanvasText}
.times span{display:inline;margin-left:.6rem}
dl{grid-template-columns:1fr}
}`
