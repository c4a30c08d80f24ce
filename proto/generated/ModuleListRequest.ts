// Original file: ion.proto


export interface ModuleListRequest {
}

export interface ModuleListRequest__Output {
}
