import { type Token, themeVariables } from '@/components/ui/tokens'

const USED: Token[] = [
  'bg',
  'panel',
  'line',
  'ink',
  'soft',
  'ok',
  'ok-bg',
  'stop',
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

/** The whole style of the pages that need no script: small enough for the first round trip. */
export const PLAIN_STYLE = `
${root('light')}
@media(prefers-color-scheme:dark){${root('dark')}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.45 Inter,system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;font-variant-numeric:tabular-nums}
main,.page{max-width:34rem;min-height:100dvh;margin:0 auto;padding:max(20px,env(safe-area-inset-top)) max(18px,env(safe-area-inset-right)) max(24px,env(safe-area-inset-bottom)) max(18px,env(safe-area-inset-left));display:flex;flex-direction:column;gap:12px}
h1{font-size:26px;line-height:1.15;letter-spacing:-.02em;margin:0}h2{font-size:16px;margin:0}h1[data-mark]:before{content:attr(data-mark) " "}p{margin:0}
.soft{color:var(--soft)}.stop{color:var(--stop)}.ok{color:var(--ok)}.wait{color:var(--wait)}
.mono{font-family:ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:14px;overflow-wrap:anywhere}
.card{background:var(--panel);border:1px solid var(--line);border-radius:12px;padding:14px;display:grid;gap:8px}
.row{display:flex;flex-wrap:wrap;gap:2px 12px;justify-content:space-between;align-items:center}
.grow{flex:1}
.big,.ghost{display:flex;align-items:center;justify-content:center;width:100%;min-height:64px;border-radius:14px;border:1px solid transparent;font-family:inherit;font-size:20px;font-weight:650;line-height:1.2;text-decoration:none;cursor:pointer;padding:0 16px}
.big{background:var(--stop);color:var(--on-stop)}.ghost{min-height:52px;font-size:16px;font-weight:600;background:var(--panel);border-color:var(--line);color:var(--ink)}
.several .press,.several .go{width:46%}.several .press{width:50%;min-height:52px;font-size:16px;margin-left:auto;padding:0 8px}
@media(max-height:600px){.press,.go{width:46%}.press{margin-left:auto}}
a{color:inherit}.link{display:inline-flex;align-items:center;min-height:44px;text-underline-offset:3px}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
[popover]{inset:0;width:100%;height:100%;max-width:none;max-height:none;border:0;margin:0;background:var(--bg);color:var(--ink);padding:0}
[popover]::backdrop{background:var(--bg)}
.orgs{list-style:none;padding:0;display:grid;gap:10px}.orgs li{border-top:1px solid var(--line);padding-top:10px}
.bar{height:8px;border-radius:6px;background:var(--off-bg);overflow:hidden;display:flex}.bar i{display:block;background:var(--ok)}.bar .w{background:var(--wait)}.bar .c{background:var(--stop)}
.fallback{display:none}@supports not selector(:popover-open){[popovertarget],[popover]{display:none}.fallback{display:flex}}
label{display:grid;gap:4px;font-weight:550}
input,textarea{font:inherit;font-weight:400;min-height:48px;border:1px solid var(--off);border-radius:10px;padding:0 12px;background:var(--panel);color:var(--ink);width:100%}textarea{padding:10px 12px;resize:vertical}
ul{margin:0;padding-left:1.1em}
`
