import type { HttpContext } from '@adonisjs/core/http'
import { customFieldsOf } from '@karkhana/kernel'
import { reply } from '@karkhana/kernel/http'
import { listInput, runList } from '@karkhana/kernel/lists'
import { vehicleList } from '../lists/vehicles.ts'
import Vehicle from '../models/vehicle.ts'
import { lookupVehicles } from '../services/lookup.ts'
import { ownerOf } from '../services/owner.ts'
import {
  archiveVehicle,
  createVehicle,
  getVehicle,
  restoreVehicle,
  updateVehicle,
} from '../services/vehicles.ts'
import { vehicleName } from '../transformers/names.ts'
import { vehicleDetail } from '../transformers/vehicle.ts'
import {
  lookupValidator,
  ownerValidator,
  vehicleChangeValidator,
  vehicleValidator,
} from '../validators/vehicle.ts'

/** Vehicles of the customers. */
export default class VehiclesController {
  async index(ctx: HttpContext) {
    const input = await listInput(ctx)
    return reply(ctx).list('vehicles::index', await runList(ctx.scope, vehicleList(input), input))
  }

  async lookup(ctx: HttpContext) {
    const input = await lookupValidator.validate(ctx.request.qs())
    return { data: await lookupVehicles(ctx.scope, input) }
  }

  async create(ctx: HttpContext) {
    const { contact } = await ownerValidator.validate(ctx.request.qs())
    const owner = contact ? await ownerOf(ctx.scope, contact) : null
    const customFields = await customFieldsOf(ctx.scope, Vehicle.table)
    return reply(ctx).page('vehicles::form', { record: null, owner, customFields })
  }

  async store(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(vehicleValidator)
    const vehicle = await createVehicle(ctx.scope, input)
    return reply(ctx).saved(await vehicleDetail(ctx.scope, vehicle), {
      to: `/vehicles/${vehicle.id}`,
      message: `${vehicleName(vehicle)} added.`,
      created: true,
    })
  }

  async show(ctx: HttpContext) {
    const vehicle = await getVehicle(ctx.scope, ctx.params.id)
    const slots = { 'vehicles.vehicle.aside': { vehicleId: vehicle.id } }
    const page = async () => ({
      owner: await ownerOf(ctx.scope, vehicle.contactId),
      customFields: await customFieldsOf(ctx.scope, Vehicle.table),
    })
    return reply(ctx).record('vehicles::show', await vehicleDetail(ctx.scope, vehicle), page, {
      slots,
    })
  }

  async edit(ctx: HttpContext) {
    const vehicle = await getVehicle(ctx.scope, ctx.params.id)
    return reply(ctx).page('vehicles::form', {
      record: await vehicleDetail(ctx.scope, vehicle),
      owner: await ownerOf(ctx.scope, vehicle.contactId),
      customFields: await customFieldsOf(ctx.scope, Vehicle.table),
    })
  }

  async update(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(vehicleChangeValidator)
    const vehicle = await updateVehicle(ctx.scope, ctx.params.id, input)
    return reply(ctx).saved(await vehicleDetail(ctx.scope, vehicle), {
      to: `/vehicles/${vehicle.id}`,
      message: `${vehicleName(vehicle)} saved.`,
    })
  }

  async archive(ctx: HttpContext) {
    const vehicle = await archiveVehicle(ctx.scope, ctx.params.id)
    return reply(ctx).saved(await vehicleDetail(ctx.scope, vehicle), {
      to: `/vehicles/${vehicle.id}`,
      message: `${vehicleName(vehicle)} is archived.`,
      undo: { method: 'post', href: `/vehicles/${vehicle.id}/restore` },
    })
  }

  async restore(ctx: HttpContext) {
    const vehicle = await restoreVehicle(ctx.scope, ctx.params.id)
    return reply(ctx).saved(await vehicleDetail(ctx.scope, vehicle), {
      to: `/vehicles/${vehicle.id}`,
      message: `${vehicleName(vehicle)} is back.`,
    })
  }
}
