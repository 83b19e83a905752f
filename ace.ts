/**
 * Entry of the ace commands: `npm run ace -- <command>`.
 */
const major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  console.error(
    `Karkhana needs Node 24 and this is ${process.version}. Use: npm run ace -- <command>`
  )
  process.exit(1)
}

await import('./bin/setup/typescript.mjs')
await import('./bin/console.ts')

export {}
