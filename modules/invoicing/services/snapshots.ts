import type { Contact } from '@karkhana/contacts/contracts'
import type { GstCalculator } from '@karkhana/gst/contracts'
import { getBranch, type Scope } from '@karkhana/kernel'
import type { Vehicle } from '@karkhana/vehicles/contracts'

interface Address {
  addressLine1: string | null
  addressLine2: string | null
  city: string | null
  postalCode: string | null
  stateCode: string | null
  stateName: string | null
}

/** Who sells, as the invoice says it for ever. */
export interface SupplierSnapshot extends Address {
  name: string
  legalName: string
  gstin: string
  phone: string | null
  email: string | null
}

/** Who buys, as the invoice says it for ever. */
export interface BuyerSnapshot extends Address {
  name: string
  /** `null` for an unregistered buyer. */
  gstin: string | null
  phone: string | null
  email: string | null
}

/** The vehicle and what its odometer showed. */
export interface VehicleSnapshot {
  registration: string | null
  make: string
  model: string
  variant: string | null
  vin: string | null
  odometerKm: number | null
}

/** The branch and its organisation, as they stand now. */
export async function supplierSnapshot(
  scope: Scope,
  gst: GstCalculator,
  branchId: string
): Promise<SupplierSnapshot> {
  const branch = await getBranch(scope, branchId)
  return {
    name: scope.organisation.name,
    legalName: scope.organisation.legalName,
    gstin: branch.taxId ?? '',
    addressLine1: branch.addressLine1,
    addressLine2: branch.addressLine2,
    city: branch.city,
    postalCode: branch.postalCode,
    stateCode: branch.stateCode,
    stateName: stateName(gst, branch.stateCode),
    phone: branch.phone,
    email: branch.email,
  }
}

/** The customer, as the directory knows them now. */
export function buyerSnapshot(gst: GstCalculator, contact: Contact): BuyerSnapshot {
  return {
    name: contact.name,
    gstin: contact.gstin,
    addressLine1: contact.addressLine1,
    addressLine2: contact.addressLine2,
    city: contact.city,
    postalCode: contact.postalCode,
    stateCode: contact.stateCode,
    stateName: contact.stateCode ? stateName(gst, contact.stateCode) : null,
    phone: contact.phone,
    email: contact.email,
  }
}

/** The vehicle, as the registry knows it now. */
export function vehicleSnapshot(vehicle: Vehicle): VehicleSnapshot {
  const { registration, make, model, variant, vin, odometerKm } = vehicle
  return { registration, make, model, variant, vin, odometerKm }
}

/** `Maharashtra` for 27; the code itself for one that only old documents carry. */
export function stateName(gst: GstCalculator, code: string): string {
  return gst.states().find((state) => state.code === code)?.name ?? code
}
