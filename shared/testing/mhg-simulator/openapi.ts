// What the simulator declares about itself at /openapi.json: its conventions in words and its fields
// by name. A partner that integrates reads this first, so it says how dates, numbers and money count.

const text = { type: 'string' };
const integer = { type: 'integer' };
const nullableInteger = { type: ['integer', 'null'] };
const nullableText = { type: ['string', 'null'] };
const names = { type: 'object', additionalProperties: text, description: 'By language tag' };
const night = { type: 'string', format: 'date', description: 'Night in the hotel’s own calendar' };
const lastNight = { ...night, description: 'The last night, inclusive' };
const instant = { type: 'string', format: 'date-time', description: 'UTC' };
const money = { ...nullableText, description: 'Decimal text, net, per room and night' };

export const openApi = {
  openapi: '3.1.0',
  info: {
    title: 'MHG Allotment API',
    version: '1.0.0',
    description:
      'End dates are inclusive. Counts are rooms. `allocated = sold + remaining`; null means that no ' +
      'number is given. A contract’s `revision` moves with its terms; numbers of single nights move ' +
      'the `updated_at` of their allotment line.',
  },
  components: {
    securitySchemes: { apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' } },
    schemas: {
      Hotel: object({
        code: text,
        name: text,
        names,
        city: text,
        country: text,
        timezone: text,
        currency: text,
        room_types: array('RoomType'),
        cancellation: {
          oneOf: [{ $ref: '#/components/schemas/Cancellation' }, { type: 'null' }],
          description: 'Null where the hotel has no policy',
        },
        updated_at: instant,
      }),
      Cancellation: object({
        rules: array('CancellationRule'),
        no_show: { $ref: '#/components/schemas/Charge' },
      }),
      CancellationRule: object({
        days_prior: { ...integer, description: 'Counts from this many days before arrival on' },
        local_time: { ...nullableText, description: 'HH:MM in the hotel’s zone; null is 00:00' },
        charge: { $ref: '#/components/schemas/Charge' },
      }),
      Charge: object({
        basis: { enum: ['FIRST_NIGHTS', 'PERCENT_OF_STAY'] },
        value: { ...text, description: 'Nights, or percent as decimal text' },
      }),
      RoomType: object({ code: text, name: text, names, max_occupancy: integer, beds: integer }),
      Contract: object({
        id: text,
        hotel_code: text,
        name: text,
        kind: { enum: ['ALLOTMENT', 'COMMITTED', 'FREE_SALE', 'ON_REQUEST'] },
        stay_from: night,
        stay_to: lastNight,
        weekdays: { type: ['array', 'null'], items: integer, description: 'ISO, 1 is Monday' },
        rooms: array('ContractRoom'),
        currency: text,
        min_stay: nullableInteger,
        max_stay: nullableInteger,
        min_lead_days: nullableInteger,
        max_lead_days: nullableInteger,
        revision: integer,
        updated_at: instant,
      }),
      ContractRoom: object({
        room_type: text,
        allotment: nullableInteger,
        rate: money,
        release: array('ReleaseStage'),
        release_time: { ...nullableText, description: 'HH:MM in the hotel’s zone; null is 00:00' },
      }),
      ReleaseStage: object({ days_before: integer, keep: integer }),
      Allotment: object({
        hotel_code: text,
        contract_id: text,
        room_type: text,
        unit: { enum: ['rooms'] },
        days: array('Day'),
        updated_at: instant,
      }),
      Day: object({
        date: night,
        allocated: nullableInteger,
        sold: integer,
        remaining: nullableInteger,
      }),
      BookingRequest: object({
        hotel_code: text,
        agency_reference: text,
        currency: nullableText,
        rooms: array('BookedRoom'),
      }),
      BookedRoom: object({
        room_type: text,
        stay_from: night,
        stay_to: lastNight,
        rooms: integer,
        amount: { ...nullableText, description: 'Decimal text, net, all rooms and nights' },
      }),
      Booking: object({
        key: text,
        supplier_reference: text,
        status: { ...text, description: 'OK; RQ or Pending; XX; other words may follow' },
        reason: nullableText,
        version: integer,
      }),
    },
  },
  paths: {
    '/api/v1/hotels': { get: listing('Hotel', []) },
    '/api/v1/hotels/{id}/contracts': { get: listing('Contract', ['id']) },
    '/api/v1/hotels/{id}/allotments': { get: listing('Allotment', ['id'], ['from', 'to']) },
    '/api/v1/bookings': { post: bookingCreation() },
    '/api/v1/bookings/{key}': { get: bookingOperation(), put: bookingAmendment() },
    '/api/v1/bookings/{key}/cancel': { post: bookingOperation() },
  },
};

function object(properties: Record<string, unknown>): unknown {
  return { type: 'object', required: Object.keys(properties), properties };
}

function array(schema: string): unknown {
  return { type: 'array', items: { $ref: `#/components/schemas/${schema}` } };
}

function listing(schema: string, path: string[], query: string[] = []): unknown {
  const parameters = [
    ...path.map((name) => ({ name, in: 'path', required: true, schema: text })),
    ...query.map((name) => ({ name, in: 'query', required: true, schema: night })),
    ...['page', 'size'].map((name) => ({ name, in: 'query', schema: integer })),
  ];
  const page = object({
    items: array(schema),
    total: integer,
    page: integer,
    size: integer,
    pages: integer,
  });
  return {
    security: [{ apiKey: [] }],
    parameters,
    responses: {
      200: { description: 'A page', content: { 'application/json': { schema: page } } },
      401: { description: 'Invalid or missing API key' },
      404: { description: 'Hotel not found' },
      422: { description: 'Validation error' },
    },
  };
}

function bookingCreation(): unknown {
  const key = { name: 'Idempotency-Key', in: 'header', required: true, schema: text };
  const content = {
    'application/json': { schema: { $ref: '#/components/schemas/BookingRequest' } },
  };
  return {
    security: [{ apiKey: [] }],
    parameters: [key],
    requestBody: { required: true, content },
    responses: {
      201: bookingAnswer('Taken; its status says how'),
      200: bookingAnswer('The same key and body as before'),
      409: bookingAnswer('Refused (status XX), or the key was used with another body (detail)'),
      422: bookingAnswer('Refused (status XX), or not a request (detail)'),
    },
  };
}

function bookingAmendment(): unknown {
  const path = { name: 'key', in: 'path', required: true, schema: text };
  const key = { name: 'Idempotency-Key', in: 'header', required: true, schema: text };
  const content = {
    'application/json': { schema: { $ref: '#/components/schemas/BookingRequest' } },
  };
  return {
    security: [{ apiKey: [] }],
    parameters: [path, key],
    requestBody: { required: true, content },
    responses: {
      200: bookingAnswer('Amended; the same amendment key is amended once'),
      404: { description: 'Never heard of: { key, status: "NOT_FOUND" }' },
      409: bookingAnswer('Refused, it stands as before; or the key had another body (detail)'),
      422: bookingAnswer('Refused, it stands as before; or not a request (detail)'),
    },
  };
}

function bookingOperation(): unknown {
  return {
    security: [{ apiKey: [] }],
    parameters: [{ name: 'key', in: 'path', required: true, schema: text }],
    responses: {
      200: bookingAnswer('The booking as it stands'),
      404: { description: 'Never heard of: { key, status: "NOT_FOUND" }' },
    },
  };
}

function bookingAnswer(description: string): unknown {
  const schema = { $ref: '#/components/schemas/Booking' };
  return { description, content: { 'application/json': { schema } } };
}
