import { router } from '@inertiajs/vue3'
import { useShared, useText } from '@karkhana/ui'
import { computed } from 'vue'

/** Where the reader can work: an organisation, or the pages of a partner they work for. */
export interface Place {
  /** Unique among organisations and partners. */
  key: string
  label: string
  hint: string
  icon: string
  current: boolean
  open: () => void
}

/** Every place of the reader, and the one that is open. */
export function usePlaces() {
  const text = useText('kernel')
  const shared = useShared()
  const organisations = computed<Place[]>(() =>
    shared.value.organisations.map(({ id, name, role }) => ({
      key: `organisation.${id}`,
      label: name,
      hint: role,
      icon: 'i-lucide-building-2',
      current: !shared.value.partner && id === shared.value.organisation?.id,
      open: () => router.post('/account/organisations/switch', { organisationId: id }),
    }))
  )
  const partners = computed<Place[]>(() =>
    shared.value.partners.map(({ id, name }) => ({
      key: `partner.${id}`,
      label: name,
      hint: text.label('Partner'),
      icon: 'i-lucide-handshake',
      current: id === shared.value.partner?.id,
      open: () => router.post('/account/partners/switch', { partnerId: id }),
    }))
  )
  const places = computed(() => [...organisations.value, ...partners.value])
  /** Also when one place is all there is, but another is open: a partner who looks on. */
  const several = computed(
    () => places.value.length > 1 || places.value.some((place) => !place.current)
  )
  const name = computed(
    () => shared.value.partner?.name ?? shared.value.organisation?.name ?? shared.value.app.name
  )
  /** The first page of the place that is open. */
  const home = computed(() => (shared.value.partner ? '/partner/organisations' : '/'))
  return { organisations, partners, places, several, name, home }
}
