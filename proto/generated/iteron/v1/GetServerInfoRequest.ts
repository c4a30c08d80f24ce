// Original file: iteron/v1/server.proto


export interface GetServerInfoRequest {
}

export interface GetServerInfoRequest__Output {
}
