import { create } from 'qrcode'

/** Empty modules around the code, as ISO/IEC 18004 asks for. */
const QUIET_ZONE = 4

/**
 * The text as a QR code, drawn as one black path in an SVG `data:` URI: sharp on any paper, and
 * small. Error correction level M survives a crease.
 */
export function qrDataUri(text: string): string {
  const { modules } = create(text, { errorCorrectionLevel: 'M' })
  const path: string[] = []
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (modules.get(row, column)) path.push(`M${column + QUIET_ZONE} ${row + QUIET_ZONE}h1v1h-1z`)
    }
  }
  const side = modules.size + 2 * QUIET_ZONE
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${side}v${side}H0z"/><path d="${path.join('')}"/></svg>`
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
}
