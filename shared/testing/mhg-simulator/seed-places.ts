// Invented hotels and the usual room types, with names in the languages of their guests. Used by the
// seed alone.
import type { WireNames } from './wire.ts';

export interface SeedPlace {
  readonly code: string;
  readonly names: WireNames & { en: string };
  readonly city: string;
  readonly country: string;
  readonly timezone: string;
  readonly currency: string;
  /** Decimal places of the currency. */
  readonly decimals: number;
  /** Net rate of the simplest room, in whole units of the currency. */
  readonly rate: number;
}

export interface SeedRoomType {
  readonly code: string;
  readonly names: WireNames & { en: string };
  readonly maxOccupancy: number;
  readonly beds: number;
  /** Rate against the simplest room, in percent. */
  readonly ratePercent: number;
}

const BANGKOK = { country: 'TH', timezone: 'Asia/Bangkok', currency: 'THB', decimals: 2 } as const;
const LISBON = { country: 'PT', timezone: 'Europe/Lisbon', currency: 'EUR', decimals: 2 } as const;
const TOKYO = { country: 'JP', timezone: 'Asia/Tokyo', currency: 'JPY', decimals: 0 } as const;
const LONDON = { country: 'GB', timezone: 'Europe/London', currency: 'GBP', decimals: 2 } as const;

export const PLACES: readonly SeedPlace[] = [
  {
    ...BANGKOK,
    code: 'BKK01',
    names: { en: 'Chao Phraya Terrace', th: 'โรงแรมริมเจ้าพระยา' },
    city: 'Bangkok',
    rate: 2_450,
  },
  {
    ...BANGKOK,
    code: 'BKK02',
    names: { en: 'Sathorn Garden', th: 'โรงแรมสวนสาทร' },
    city: 'Bangkok',
    rate: 1_890,
  },
  {
    ...BANGKOK,
    code: 'CNX01',
    names: { en: 'Lanna Courtyard', th: 'โรงแรมล้านนา' },
    city: 'Chiang Mai',
    rate: 1_350,
  },
  {
    ...BANGKOK,
    code: 'HKT01',
    names: { en: 'Kata Beach House', th: 'โรงแรมหาดกะตะ' },
    city: 'Phuket',
    rate: 3_200,
  },
  {
    ...BANGKOK,
    code: 'HKT02',
    names: { en: 'Patong Bay View', th: 'โรงแรมอ่าวป่าตอง' },
    city: 'Phuket',
    rate: 2_780,
  },
  {
    ...BANGKOK,
    code: 'KBV01',
    names: { en: 'Ao Nang Cliffs', th: 'โรงแรมอ่าวนาง' },
    city: 'Krabi',
    rate: 2_100,
  },
  {
    ...LISBON,
    code: 'LIS01',
    names: { en: 'Miradouro da Graça', pt: 'Miradouro da Graça' },
    city: 'Lisbon',
    rate: 118,
  },
  {
    ...LISBON,
    code: 'LIS02',
    names: { en: 'Alfama Tiles', pt: 'Azulejos de Alfama' },
    city: 'Lisbon',
    rate: 96,
  },
  {
    ...LONDON,
    code: 'LON01',
    names: { en: 'Wharf Lane Rooms' },
    city: 'London',
    rate: 142,
  },
  {
    ...LISBON,
    code: 'OPO01',
    names: { en: 'Ribeira Steps', pt: 'Escadas da Ribeira' },
    city: 'Porto',
    rate: 89,
  },
  {
    ...TOKYO,
    code: 'TYO01',
    names: { en: 'Asakusa Lantern', ja: '浅草ランタンホテル' },
    city: 'Tokyo',
    rate: 16_800,
  },
  {
    ...BANGKOK,
    code: 'USM01',
    names: { en: 'Chaweng Palms', th: 'โรงแรมหาดเฉวง' },
    city: 'Koh Samui',
    rate: 2_960,
  },
];

export const ROOM_TYPES: readonly SeedRoomType[] = [
  {
    code: 'SUP',
    names: { en: 'Superior Room', th: 'ห้องสุพีเรียร์', pt: 'Quarto Superior', ja: 'スーペリアルーム' },
    maxOccupancy: 2,
    beds: 1,
    ratePercent: 100,
  },
  {
    code: 'DLX',
    names: { en: 'Deluxe Room', th: 'ห้องดีลักซ์', pt: 'Quarto Deluxe', ja: 'デラックスルーム' },
    maxOccupancy: 3,
    beds: 2,
    ratePercent: 130,
  },
  {
    code: 'FAM',
    names: { en: 'Family Room', th: 'ห้องแฟมิลี่', pt: 'Quarto Familiar', ja: 'ファミリールーム' },
    maxOccupancy: 4,
    beds: 3,
    ratePercent: 165,
  },
  {
    code: 'VIEW',
    names: { en: 'Room with a View', th: 'ห้องวิวสวย', pt: 'Quarto com Vista', ja: '眺望のよい部屋' },
    maxOccupancy: 2,
    beds: 1,
    ratePercent: 180,
  },
  {
    code: 'STE',
    names: { en: 'Suite', th: 'ห้องสวีท', pt: 'Suíte', ja: 'スイート' },
    maxOccupancy: 4,
    beds: 2,
    ratePercent: 290,
  },
];
