import type { ServicePrices } from './records.ts'

export const demoDealerId = 20410

/** The plan of users for whom none was chosen. */
export const dealersPlan = 13457

/** What the dealer itself pays for services, as `tariff/list` tells along with the plans. */
export const wholesalePrices: ServicePrices = {
  incoming_sms: 0.01,
  outgoing_sms: 0.05,
  service_sms: 0.04,
  traffic: 0.02,
}

/** The dealer, in the form in which `dealer/get_info` answers it, but for the counts of trackers. */
export const dealerInfo = {
  id: demoDealerId,
  seller_id: 3,
  parent_dealer_id: 5001,
  contract_type: 'PAAS',
  tariff_id: 5,
  tariff: {
    id: 5,
    name: 'PaaS Tariff',
    type: 'daily',
    algorithm: 'plain',
    gis_package: 'premium',
    currency: 'EUR',
    license_price: 9.5,
    min_license_pay: 95,
    vat: false,
    trial: false,
    premium_gis: true,
    service_prices: wholesalePrices,
    store_period: 'P3Y',
  },
  demo_tariff: false,
  tracker_tariff_end_date: '2027-12-31',
  store_period: 'P6M',
  title: 'Fleetbook Demo',
  block_status: 'NOT_BLOCKED',
  legal_name: 'Fleetbook Demo Company',
  active_limit: 150_000,
  locale: 'en_US',
  domain: 'demo.example.com',
  favicon: 'paas/5001/custom.ico',
  logo: 'paas/5001/logo.png',
  subpaas: false,
  allow_branding: true,
  password_policy: {
    min_length: 12,
    max_length: 20,
    special_chars: '!@#$%^&*-=()<>[]{}+:;.,/\\?|~`\'"',
    min_special_chars_count: 1,
    min_digits_count: 1,
    min_uppercase_count: 1,
    min_lowercase_count: 1,
  },
  paas_activation_date: '2015-03-01',
  license_balance: 0,
  seller_currency: 'EUR',
  features: ['branding_web', 'tracking', 'reports', 'fleet', 'field_service', 'premium_gis'],
  default_user_time_zone: 'Europe/London',
} as const
