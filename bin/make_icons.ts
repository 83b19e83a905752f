/**
 * Draws the icons of the installed application from our own marks: `node --import=@poppinss/ts-exec bin/make_icons.ts`.
 * To be run when a mark changes; the pictures are kept in the repository.
 */
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'

const root = fileURLToPath(new URL('../', import.meta.url))

/** `maskable` marks fill the square and keep clear of its corners, which devices cut off. */
const ICONS = [
  { from: 'public/favicon.svg', to: 'icon-192.png', size: 192 },
  { from: 'public/favicon.svg', to: 'icon-512.png', size: 512 },
  { from: 'resources/pwa/mark.svg', to: 'maskable-512.png', size: 512 },
  { from: 'resources/pwa/mark.svg', to: 'apple-touch-icon.png', size: 180 },
]

for (const { from, to, size } of ICONS) {
  await sharp(`${root}${from}`, { density: (72 * size) / 32 })
    .resize(size, size)
    .png({ compressionLevel: 9, palette: true })
    .toFile(`${root}public/icons/${to}`)
}
