/** What the front door lets through is what there is: every method of every route, and no file of the image is forgotten. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, it } from 'vitest'
import { headFault } from '../server/request-head.mjs'
import { readTarget } from '../server/request-target.mjs'

const routes = readdirSync('app', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('route.ts'))
  .flatMap((file) => {
    const source = readFileSync(join('app', file), 'utf8')
    const path = `/${dirname(file)}`.replace('[...nextauth]', 'callback/credentials').replace(/\[\w+\]/g, 'main')
    const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((method) =>
      new RegExp(`export const ${method}\\b|function ${method}\\b|as ${method}\\b`).test(source),
    )
    return methods.map((method) => ({ method, path }))
  })

it('lets every method of every route through', () => {
  expect(routes.length).toBeGreaterThan(40)
  for (const { method, path } of routes) {
    expect(readTarget(path, [])).toEqual({ url: path })
    const request = { method, headers: { host: 'x' }, rawHeaders: ['Host', 'x'], httpVersionMinor: 1 }
    expect([method, path, headFault(request, path)]).toEqual([method, path, undefined])
  }
})

it('has everything that the server imports in the image', () => {
  const copied = readFileSync('Dockerfile', 'utf8').replaceAll('\\\n', ' ')
  const wanted = new Set<string>()
  const follow = (file: string) => {
    if (wanted.has(file)) return
    wanted.add(file)
    for (const [, target] of readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+\.mjs)'/g))
      follow(join(dirname(file), target as string))
  }
  follow('scripts/start.mjs')
  const missing = [...wanted].filter(
    (file) =>
      !copied.includes(`/app/${file}`) && !copied.includes(`/app/${dirname(file)} ./${relative('.', dirname(file))}`),
  )
  expect(wanted.size).toBeGreaterThan(8)
  expect(missing).toEqual([])
})
