import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
  type ChartConfiguration,
} from 'chart.js'
import type { ChartData } from '@karkhana/kernel/pages'
import { formatMoney, groupIndian, shortMoney } from '../format/money.ts'
import { colorsOf } from './colors.ts'

Chart.register(BarController, BarElement, CategoryScale, LinearScale)
Chart.register(LineController, LineElement, PointElement, Tooltip)

/** A drawn chart. */
export interface Drawing {
  /** Draws it again in the colours that the page has now. */
  recolor(): void
  destroy(): void
}

/**
 * Draws a chart on a canvas, in the colours of the theme. Loaded when the first chart comes into a page; nothing moves,
 * whatever the reader prefers.
 */
export function drawChart(canvas: HTMLCanvasElement, data: ChartData): Drawing {
  const chart = new Chart(canvas, configuration(data))
  return {
    recolor() {
      const { options, data: drawn } = configuration(data)
      chart.options = options!
      chart.data = drawn
      chart.update('none')
    },
    destroy: () => chart.destroy(),
  }
}

function configuration(data: ChartData): ChartConfiguration<'bar' | 'line'> {
  const colors = colorsOf(data.series)
  const style = getComputedStyle(document.documentElement)
  const token = (name: string) => style.getPropertyValue(name).trim()
  const font = { family: getComputedStyle(document.body).fontFamily, size: 12 }
  const text = (value: number) =>
    data.unit === 'money' ? formatMoney(value) : groupIndian(String(value))
  return {
    type: data.draw,
    data: {
      labels: data.labels,
      datasets: data.series.map(({ label, values }, index) => ({
        label,
        data: values,
        backgroundColor: colors[index],
        borderColor: colors[index],
        borderRadius: 3,
        borderWidth: data.draw === 'line' ? 2 : 0,
        maxBarThickness: 28,
        pointRadius: 3,
        spanGaps: true,
      })),
    },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      interaction: { mode: 'index', intersect: false },
      plugins: {
        tooltip: {
          backgroundColor: token('--ui-bg-elevated'),
          titleColor: token('--ui-text-highlighted'),
          bodyColor: token('--ui-text'),
          borderColor: token('--ui-border-accented'),
          borderWidth: 1,
          titleFont: font,
          bodyFont: font,
          callbacks: {
            label: ({ dataset, parsed }) => `${dataset.label}: ${text(parsed.y ?? 0)}`,
          },
        },
      },
      scales: {
        x: {
          grid: { display: false },
          border: { color: token('--ui-border-accented') },
          ticks: { color: token('--ui-text-muted'), font, maxRotation: 0, autoSkipPadding: 12 },
        },
        y: {
          beginAtZero: true,
          grid: { color: token('--ui-border') },
          border: { display: false },
          ticks: {
            color: token('--ui-text-muted'),
            font,
            maxTicksLimit: 5,
            precision: data.unit === 'number' ? 0 : undefined,
            callback: (value) =>
              data.unit === 'money' ? shortMoney(Number(value)) : groupIndian(String(value)),
          },
        },
      },
    },
  }
}
