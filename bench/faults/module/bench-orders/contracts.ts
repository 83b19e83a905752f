declare module '@karkhana/kernel/module' {
  interface Events {
    'bench-orders.order_placed@1': { orderId: string; customerId: string }
  }
}

export {}
