import { Controller } from 'vanillin'

export default class PagesController extends Controller {
  rows() {
    const rows = Array.from({ length: this.params.int('count') }, (_, index) => ({
      id: index + 1,
      title: `Row ${index + 1} & its <title>`,
    }))
    return this.view('pages/rows', { rows })
  }

  resource() {
    return { id: this.params.int('id') }
  }
}
