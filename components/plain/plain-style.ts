import { type Token, themeVariables } from '@/components/ui/tokens'

const USED: Token[] = [
  'bg',
  'panel',
  'line',
  'edge',
  'ink',
  'soft',
  'ok',
  'ok-bg',
  'stop',
  'stop-bg',
  'on-stop',
  'wait',
  'off',
  'off-bg',
  'focus',
]

function root(theme: 'light' | 'dark'): string {
  const variables = Object.entries(themeVariables(theme, USED)).map(([name, colour]) => `${name}:${colour}`)
  return `:root{color-scheme:light dark;${variables.join(';')}}`
}

/** The whole style of the pages that need no script: small enough for the first round trip. Spacing and radius are the app's. */
export const PLAIN_STYLE = `
${root('light')}
@media(prefers-color-scheme:dark){${root('dark')}}
*{box-sizing:border-box}
body{margin:0;min-height:100dvh;display:flex;flex-direction:column;background:var(--bg);color:var(--ink);font:16px/1.45 Inter,system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;font-variant-numeric:tabular-nums;-webkit-text-size-adjust:100%}
header,main,.page{width:100%;max-width:34rem;margin:0 auto;padding:0 max(16px,env(safe-area-inset-right)) 0 max(16px,env(safe-area-inset-left))}
header{padding-top:max(4px,env(safe-area-inset-top))}
.brand{display:inline-flex;align-items:center;gap:8px;min-height:44px;font-size:14px;font-weight:650;letter-spacing:-.01em;text-decoration:none}.brand svg{width:20px;height:20px}
main,.page,.first{display:flex;flex-direction:column;gap:12px}
main{flex:1;padding-top:8px;padding-bottom:max(20px,env(safe-area-inset-bottom))}
.page{min-height:100dvh;padding-top:max(20px,env(safe-area-inset-top));padding-bottom:max(20px,env(safe-area-inset-bottom))}
.first{min-height:calc(100svh - 132px)}
h1{font-size:26px;line-height:1.15;letter-spacing:-.02em;font-weight:650;margin:0;overflow-wrap:anywhere}h2{font-size:16px;line-height:1.4;font-weight:600;margin:0}h3{font-size:14px;font-weight:500;margin:0;padding:12px 8px 12px 0;overflow-wrap:anywhere}h1[data-mark]:before{content:attr(data-mark) " "}p{margin:0;overflow-wrap:anywhere}
.soft{color:var(--soft)}.stop{color:var(--stop)}.ok{color:var(--ok)}.wait{color:var(--wait)}
.mono{font-family:ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:14px;overflow-wrap:anywhere}
.card{background:var(--panel);border:1px solid var(--line);border-radius:8px;padding:14px;display:grid;gap:8px}
.row{display:flex;flex-wrap:wrap;gap:2px 12px;justify-content:space-between;align-items:center}
.grow{flex:1}
button,.big,.ghost{font:inherit;color:inherit;cursor:pointer;touch-action:manipulation}
.big,.ghost{display:flex;align-items:center;justify-content:center;text-align:center;width:100%;min-height:64px;border-radius:8px;border:1px solid transparent;font-size:20px;font-weight:650;line-height:1.2;text-decoration:none;padding:4px 16px;overflow-wrap:anywhere}
.big{background:var(--stop);color:var(--on-stop)}.ghost{min-height:52px;font-size:16px;font-weight:600;background:var(--panel);border-color:var(--line)}
.strong{background:var(--ink);color:var(--bg);border-color:var(--ink)}
.pair{display:flex;gap:8px}.pair .ghost{flex:1 1 auto;width:auto;padding:4px 8px;font-size:14px}
.several .press,.several .go{width:46%}.several .press{width:50%;min-height:52px;font-size:16px;margin-left:auto;padding:4px 8px}
.foot{position:sticky;bottom:0;display:flex;align-items:center;gap:12px;margin:0 -16px -8px;padding:8px 16px max(8px,env(safe-area-inset-bottom));background:var(--bg);border-top:1px solid var(--line)}.foot>.soft{flex:1;font-size:14px}.stay{position:sticky;bottom:max(20px,env(safe-area-inset-bottom))}:has(.foot){scroll-padding-bottom:96px}
@media(max-height:600px){.press,.go{width:46%}.press{margin-left:auto}}
a{color:inherit}.link{display:inline-flex;align-items:center;min-height:44px;text-underline-offset:3px}summary{cursor:pointer}summary.link{gap:8px}summary.link:after{content:"▾"}[open]>summary.link:after{content:"▴"}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
[popover]{inset:0;width:100%;height:100%;max-width:none;max-height:none;border:0;margin:0;background:var(--bg);color:var(--ink);padding:0}
[popover]::backdrop{background:var(--bg)}
.orgs{list-style:none;padding:0;display:grid;gap:10px}.orgs li{border-top:1px solid var(--line);padding-top:10px}
.bar{height:8px;border-radius:4px;background:var(--off-bg);overflow:hidden;display:flex}.bar i{display:block;background:var(--ok)}.bar .w{background:var(--wait)}.bar .c{background:var(--stop)}
.fallback{display:none}@supports not selector(:popover-open){[popovertarget],[popover]{display:none}.fallback{display:flex}}
form.card{gap:14px}label{display:grid;gap:4px;font-weight:550}
input,textarea{font:inherit;font-weight:400;min-height:48px;border:1px solid var(--edge);border-radius:8px;padding:0 12px;background:var(--panel);color:var(--ink);width:100%}input[readonly]{background:transparent;border-color:transparent;padding:0;min-height:32px;color:var(--soft)}textarea{padding:10px 12px;resize:vertical}
ul{margin:0;padding-left:1.1em}
@media(min-width:640px){header{padding-top:6vh}.page{padding-top:max(20px,6vh)}.grow{flex:0 0 8px}.first{min-height:min(calc(100svh - 132px),600px)}.first>.grow{flex:1}.narrow header,.narrow main{max-width:26rem}}
@media(max-width:300px){.big{font-size:16px;padding:4px;overflow-wrap:break-word}.ghost{padding:4px}}
@media(forced-colors:active){.bar{forced-color-adjust:none}.big,.strong{background:ButtonFace;color:ButtonText;border-color:ButtonText}}
@media(prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
`

/** For pages on which a part of an org is chosen or confirmed, and the texts of the org are shown. */
export const PARTS_STYLE = `
section{display:grid;gap:8px}#part{margin-top:8px;padding-top:16px;border-top:1px solid var(--line);gap:12px}
.parts,.typed{display:grid;gap:16px}.group{display:grid;grid-template-columns:minmax(0,1fr) 60%}.group div{display:grid;gap:8px;min-width:0}
.part{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:2px 12px;width:100%;min-height:48px;padding:8px 12px;border:1px solid var(--line);border-radius:8px;background:var(--panel);text-align:start}.part .mono{min-width:0;font-weight:600}.part .soft{font-size:14px;white-space:nowrap}
.right{width:60%;margin-left:auto}.several .left{width:39%;padding:4px 8px}
.halts{gap:4px}.halts h2{font-size:14px;font-weight:500}.halts summary{display:flex;align-items:center;gap:8px;justify-content:space-between;min-height:44px;overflow-wrap:anywhere}.halts summary:after{content:"▾"}.halts [open] summary:after{content:"▴"}.halts span{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;overflow:hidden}.halts [open] span{display:block}
.texts p{white-space:pre-line}.texts h2{font-size:14px;font-weight:500}
table{border-collapse:collapse;width:100%;text-align:start}th{font-size:14px;font-weight:500;text-align:start}th,td{padding:6px 8px 6px 0;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}th:last-child,td:last-child{text-align:end;padding-right:0;white-space:nowrap}
mark{background:var(--stop-bg);color:var(--stop);text-decoration:underline 2px;text-underline-offset:3px}
`
