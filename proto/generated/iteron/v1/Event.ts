// Original file: iteron/v1/events.proto

import type { File as _iteron_v1_File, File__Output as _iteron_v1_File__Output } from '../../iteron/v1/File.ts';
import type { Route as _iteron_v1_Route, Route__Output as _iteron_v1_Route__Output } from '../../iteron/v1/Route.ts';
import type { Long } from '@grpc/proto-loader';

export interface Event {
  /**
   * CloudEvents id; unique together with `source`.
   */
  'id'?: (string);
  /**
   * CloudEvents source.
   */
  'source'?: (string);
  /**
   * CloudEvents type: the topic.
   */
  'type'?: (string);
  /**
   * RFC 3339, as the publisher gave it, or when it was accepted.
   */
  'time'?: (string);
  /**
   * CloudEvents subject.
   */
  'subject'?: (string);
  /**
   * The trace it belongs to.
   */
  'correlationId'?: (string);
  /**
   * CloudEvents id of the event whose job raised this one.
   */
  'causationId'?: (string);
  /**
   * Id of the job that raised it.
   */
  'job'?: (string);
  /**
   * `pending`, `routed` or `handled`.
   */
  'state'?: (string);
  /**
   * Why nobody took it.
   */
  'reason'?: (string);
  /**
   * The key under which it is stored, derived from source and id; accepted wherever an event is asked for.
   */
  'key'?: (string);
  /**
   * Key of the outside event at the top of what this one belongs to.
   */
  'root'?: (string);
  /**
   * Its data as a JSON object; absent in lists.
   */
  'dataJson'?: (string);
  /**
   * The files that it passes on, at most 1000 of them; absent in lists.
   */
  'files'?: (_iteron_v1_File)[];
  /**
   * What each module that subscribes to its type decided; absent in lists.
   */
  'routes'?: (_iteron_v1_Route)[];
  /**
   * When it was accepted.
   */
  'acceptedAtMs'?: (number | string | Long);
  /**
   * When its jobs were made; absent before.
   */
  'handledAtMs'?: (number | string | Long);
  /**
   * How often the same id came with other content, which was not taken.
   */
  'conflicts'?: (number);
  /**
   * Why everything under it is being cancelled.
   */
  'cancelled'?: (string);
  /**
   * Key of the event that this one is a copy of.
   */
  'redriveOf'?: (string);
  /**
   * How many jobs it has; absent before it was routed.
   */
  'jobs'?: (number);
  /**
   * When retention removed its data, files and routes.
   */
  'expiredAtMs'?: (number | string | Long);
  '_subject'?: "subject";
  '_causationId'?: "causationId";
  '_job'?: "job";
  '_reason'?: "reason";
  '_dataJson'?: "dataJson";
  '_handledAtMs'?: "handledAtMs";
  '_cancelled'?: "cancelled";
  '_redriveOf'?: "redriveOf";
  '_jobs'?: "jobs";
  '_expiredAtMs'?: "expiredAtMs";
}

export interface Event__Output {
  /**
   * CloudEvents id; unique together with `source`.
   */
  'id': (string);
  /**
   * CloudEvents source.
   */
  'source': (string);
  /**
   * CloudEvents type: the topic.
   */
  'type': (string);
  /**
   * RFC 3339, as the publisher gave it, or when it was accepted.
   */
  'time': (string);
  /**
   * CloudEvents subject.
   */
  'subject'?: (string);
  /**
   * The trace it belongs to.
   */
  'correlationId': (string);
  /**
   * CloudEvents id of the event whose job raised this one.
   */
  'causationId'?: (string);
  /**
   * Id of the job that raised it.
   */
  'job'?: (string);
  /**
   * `pending`, `routed` or `handled`.
   */
  'state': (string);
  /**
   * Why nobody took it.
   */
  'reason'?: (string);
  /**
   * The key under which it is stored, derived from source and id; accepted wherever an event is asked for.
   */
  'key': (string);
  /**
   * Key of the outside event at the top of what this one belongs to.
   */
  'root': (string);
  /**
   * Its data as a JSON object; absent in lists.
   */
  'dataJson'?: (string);
  /**
   * The files that it passes on, at most 1000 of them; absent in lists.
   */
  'files': (_iteron_v1_File__Output)[];
  /**
   * What each module that subscribes to its type decided; absent in lists.
   */
  'routes': (_iteron_v1_Route__Output)[];
  /**
   * When it was accepted.
   */
  'acceptedAtMs': (number);
  /**
   * When its jobs were made; absent before.
   */
  'handledAtMs'?: (number);
  /**
   * How often the same id came with other content, which was not taken.
   */
  'conflicts': (number);
  /**
   * Why everything under it is being cancelled.
   */
  'cancelled'?: (string);
  /**
   * Key of the event that this one is a copy of.
   */
  'redriveOf'?: (string);
  /**
   * How many jobs it has; absent before it was routed.
   */
  'jobs'?: (number);
  /**
   * When retention removed its data, files and routes.
   */
  'expiredAtMs'?: (number);
  '_subject'?: "subject";
  '_causationId'?: "causationId";
  '_job'?: "job";
  '_reason'?: "reason";
  '_dataJson'?: "dataJson";
  '_handledAtMs'?: "handledAtMs";
  '_cancelled'?: "cancelled";
  '_redriveOf'?: "redriveOf";
  '_jobs'?: "jobs";
  '_expiredAtMs'?: "expiredAtMs";
}
