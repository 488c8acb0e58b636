/**
 * The addresses that proxies write into a request, in every form in which they do: lists, several header lines, ports, brackets,
 * zone ids, quotes, upper case, spaces, and the `Forwarded` header (RFC 7239) with its `unknown` and `_hidden`.
 */
import ipaddr from 'ipaddr.js'

export type Address = ipaddr.IPv4 | ipaddr.IPv6

/** One hop, nearest last; null: something that names no address. */
export type Hop = Address | null

const PORT = String.raw`(?::(?:\d{1,5}|_[\w.-]+))?`
const BRACKETED = new RegExp(String.raw`^\[([^\]]+)\]${PORT}$`)
const IPV4 = new RegExp(String.raw`^(\d+\.\d+\.\d+\.\d+)${PORT}$`)
const ZONE = /%[\w.%~-]+$/

/** The nearest proxies decide; a client can send thousands of entries. */
const HOPS_MAX = 50
const ENTRY_CHARS_MAX = 100

/** The address in one entry of a list, IPv4 inside IPv6 as IPv4; null for `unknown`, `_hidden`, a name, or anything else. */
export function readAddress(entry: string): Hop {
  const text = entry.length > ENTRY_CHARS_MAX ? null : unquoted(entry.trim())
  if (text === null) return null
  const ipv4 = IPV4.exec(text)?.[1]
  if (ipv4 !== undefined) return ipaddr.IPv4.isValidFourPartDecimal(ipv4) ? ipaddr.IPv4.parse(ipv4) : null
  const ipv6 = (BRACKETED.exec(text)?.[1] ?? text).replace(ZONE, '')
  return ipv6.includes(':') && ipaddr.IPv6.isValid(ipv6) ? ipaddr.process(ipv6) : null
}

/** Hops of an `X-Forwarded-For` or `X-Real-IP`; several lines arrive joined by commas. */
export const readList = (value: string): Hop[] =>
  value
    .split(',')
    .filter((entry) => entry.trim() !== '')
    .slice(-HOPS_MAX)
    .map(readAddress)

/**
 * Hops of a `Forwarded` header, RFC 7239. An element that names no `for` is a hop without an address; so is a whole header that
 * does not follow the grammar, because an open quote could hide what the last proxy wrote.
 */
export function readForwarded(value: string): Hop[] {
  const entries: string[] = []
  const scanner = new RegExp(PAIR.source, 'y')
  scanner.lastIndex = /^[\s,]*/.exec(value)?.[0].length ?? 0
  let pairs = new Map<string, string>()
  while (scanner.lastIndex < value.length) {
    const [, name = '', given = '', semicolon] = scanner.exec(value) ?? []
    if (name === '' || pairs.has(name.toLowerCase())) return [null]
    pairs.set(name.toLowerCase(), given)
    if (semicolon !== undefined) continue
    entries.push(pairs.get('for') ?? '')
    pairs = new Map()
  }
  return entries.slice(-HOPS_MAX).map(readAddress)
}

const TOKEN = "[!#$%&'*+.^_`|~\\w-]+"
/**
 * `name=value` and what ends it: a semicolon, a comma, or the end. Proxies also leave quotes out where the grammar asks for
 * them: `for=[2001:db8::1]:4711`.
 */
const PAIR = new RegExp(String.raw`(${TOKEN})\s*=\s*("(?:[^"\\]|\\.)*"|[^\s",;]+)(?:[\s;]*(?:,[\s,]*|$)|\s*(;)[\s;]*)`)

/** A quoted text without its quotes; null where a quote is not closed. */
function unquoted(text: string): string | null {
  if (!text.startsWith('"') && !text.endsWith('"')) return text
  if (text.length < 2 || !/^"(?:[^"\\]|\\.)*"$/.test(text)) return null
  return text.slice(1, -1).replace(/\\(.)/g, '$1')
}
